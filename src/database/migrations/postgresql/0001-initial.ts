import { Migration } from '@mikro-orm/migrations';

/** The first schema. */
export class Initial extends Migration {
  override up(): void {
    this.addSql(
      `create table "activity_entry" ("id" serial primary key, "created_at" timestamptz(3) not null, "operation" text not null, "actor_id" int null, "object_type" text not null, "object_database_id" int not null, "object_name" text not null, "organization_id" int null, "subject_id" int null, "changes" jsonb not null)`,
    );
    this.addSql(`create index "activity_entry_time" on "activity_entry" ("created_at", "id")`);
    this.addSql(`create index "activity_entry_operation" on "activity_entry" ("operation", "id")`);
    this.addSql(`create index "activity_entry_actor" on "activity_entry" ("actor_id", "id")`);
    this.addSql(`create index "activity_entry_subject" on "activity_entry" ("subject_id", "id")`);
    this.addSql(`create index "activity_entry_organization" on "activity_entry" ("organization_id", "id")`);
    this.addSql(`create index "activity_entry_object" on "activity_entry" ("object_type", "object_database_id", "id")`);
    this.addSql(
      `create table "organization" ("id" serial primary key, "created_at" timestamptz(3) not null, "modified_at" timestamptz(3) not null, "version" int not null default 1, "name" text not null, "name_key" text collate "C" not null, "description" text not null default '')`,
    );
    this.addSql(`alter table "organization" add constraint "organization_name_key_unique" unique ("name_key")`);
    this.addSql(
      `create table "user" ("id" serial primary key, "created_at" timestamptz(3) not null, "modified_at" timestamptz(3) not null, "version" int not null default 1, "username" text not null, "username_key" text collate "C" not null, "first_name" text not null default '', "last_name" text not null default '', "email" text null, "is_superuser" boolean not null default false, "is_system_auditor" boolean not null default false, "search_text" text not null, "password_hash" text null)`,
    );
    this.addSql(`alter table "user" add constraint "user_username_key_unique" unique ("username_key")`);
    this.addSql(
      `create table "membership" ("user_id" int not null, "organization_id" int not null, "role" text not null, primary key ("user_id", "organization_id"))`,
    );
    this.addSql(`create index "membership_organization_role" on "membership" ("organization_id", "role")`);
    this.addSql(
      `create table "application" ("id" serial primary key, "created_at" timestamptz(3) not null, "modified_at" timestamptz(3) not null, "version" int not null default 1, "client_id" text not null, "name" text not null, "name_key" text collate "C" not null, "description" text not null default '', "search_text" text not null, "vendor" text null, "vendor_key" text collate "C" null, "url" text null, "client_type" text not null, "authorization_grant_type" text not null, "redirect_uris" jsonb not null, "skip_authorization" boolean not null default false, "trusted" boolean not null default false, "enabled" boolean not null default true, "scopes" jsonb not null, "maximum_scopes" jsonb not null, "access_validity" int null, "grant_validity" int null, "renewable" boolean not null default true, "organization_id" int not null, "created_by_id" int null, "last_used_at" timestamptz(3) null)`,
    );
    this.addSql(`alter table "application" add constraint "application_client_id_unique" unique ("client_id")`);
    this.addSql(`create index "application_created_by" on "application" ("created_by_id")`);
    this.addSql(`create index "application_last_used" on "application" ("last_used_at" nulls FIRST, "id")`);
    this.addSql(`create index "application_modified" on "application" ("modified_at", "id")`);
    this.addSql(`create index "application_created" on "application" ("created_at", "id")`);
    this.addSql(`create index "application_access_validity" on "application" ("access_validity" nulls FIRST, "id")`);
    this.addSql(`create index "application_vendor" on "application" ("vendor_key" nulls FIRST, "id")`);
    this.addSql(`create index "application_name" on "application" ("name_key", "id")`);
    this.addSql(`alter table "application" add constraint "application_organization_name" unique ("organization_id", "name_key")`);
    this.addSql(
      `create table "token" ("id" serial primary key, "created_at" timestamptz(3) not null, "modified_at" timestamptz(3) not null, "version" int not null default 1, "application_id" int null, "user_id" int null, "digest" text not null, "hint" text not null, "description" text not null default '', "scopes" jsonb not null, "expires_at" timestamptz(3) not null, "revoked_at" timestamptz(3) null, "refresh_digest" text null, "refresh_expires_at" timestamptz(3) null, "refresh_used_at" timestamptz(3) null, "family_id" int null, "last_used_at" timestamptz(3) null)`,
    );
    this.addSql(`alter table "token" add constraint "token_digest_unique" unique ("digest")`);
    this.addSql(`alter table "token" add constraint "token_refresh_digest_unique" unique ("refresh_digest")`);
    this.addSql(`create index "token_revocation" on "token" ("revoked_at")`);
    this.addSql(`create index "token_expiry" on "token" ("expires_at")`);
    this.addSql(`create index "token_family" on "token" ("family_id")`);
    this.addSql(`create index "token_application_user" on "token" ("application_id", "user_id", "id")`);
    this.addSql(`create index "token_application_state" on "token" ("application_id", "revoked_at", "expires_at")`);
    this.addSql(`create index "token_user" on "token" ("user_id", "id")`);
    this.addSql(`create index "token_application" on "token" ("application_id", "id")`);
    this.addSql(
      `create table "client_secret" ("id" serial primary key, "created_at" timestamptz(3) not null, "application_id" int not null, "digest" text not null, "hint" text not null, "expires_at" timestamptz(3) null, "last_used_at" timestamptz(3) null)`,
    );
    this.addSql(`create index "client_secret_expiry" on "client_secret" ("expires_at", "application_id")`);
    this.addSql(`create index "client_secret_application" on "client_secret" ("application_id", "id")`);
    this.addSql(
      `alter table "membership" add constraint "membership_user_id_foreign" foreign key ("user_id") references "user" ("id") on update no action on delete cascade`,
    );
    this.addSql(
      `alter table "membership" add constraint "membership_organization_id_foreign" foreign key ("organization_id") references "organization" ("id") on update no action on delete cascade`,
    );
    this.addSql(
      `alter table "application" add constraint "application_organization_id_foreign" foreign key ("organization_id") references "organization" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "application" add constraint "application_created_by_id_foreign" foreign key ("created_by_id") references "user" ("id") on delete set null`,
    );
    this.addSql(
      `alter table "token" add constraint "token_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "token" add constraint "token_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "client_secret" add constraint "client_secret_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade`,
    );
    this.addSql(`create extension if not exists pg_trgm`);
    this.addSql(`create index application_search on application using gin (search_text gin_trgm_ops)`);
    this.addSql(`create index application_redirect_uris on application using gin (redirect_uris jsonb_path_ops)`);
    this.addSql(`create index application_maximum_scopes on application using gin (maximum_scopes jsonb_path_ops)`);
  }
}
