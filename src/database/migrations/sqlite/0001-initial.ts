import { Migration } from '@mikro-orm/migrations';

/** The first schema. */
export class Initial extends Migration {
  override up(): void {
    this.addSql(
      `create table "activity_entry" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "operation" text not null, "actor_id" integer null, "object_type" text not null, "object_database_id" integer not null, "object_name" text not null, "organization_id" integer null, "subject_id" integer null, "changes" json not null)`,
    );
    this.addSql(`create index "activity_entry_time" on "activity_entry" ("created_at", "id")`);
    this.addSql(`create index "activity_entry_operation" on "activity_entry" ("operation", "id")`);
    this.addSql(`create index "activity_entry_actor" on "activity_entry" ("actor_id", "id")`);
    this.addSql(`create index "activity_entry_subject" on "activity_entry" ("subject_id", "id")`);
    this.addSql(`create index "activity_entry_organization" on "activity_entry" ("organization_id", "id")`);
    this.addSql(`create index "activity_entry_object" on "activity_entry" ("object_type", "object_database_id", "id")`);
    this.addSql(
      `create table "organization" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "modified_at" datetime not null, "version" integer not null default 1, "name" text not null, "name_key" text not null, "description" text not null default '')`,
    );
    this.addSql(`create unique index "organization_name_key_unique" on "organization" ("name_key")`);
    this.addSql(
      `create table "user" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "modified_at" datetime not null, "version" integer not null default 1, "username" text not null, "username_key" text not null, "first_name" text not null default '', "last_name" text not null default '', "email" text null, "is_superuser" integer not null default false, "is_system_auditor" integer not null default false, "search_text" text not null, "password_hash" text null)`,
    );
    this.addSql(`create unique index "user_username_key_unique" on "user" ("username_key")`);
    this.addSql(
      `create table "membership" ("user_id" integer not null, "organization_id" integer not null, "role" text not null, primary key ("user_id", "organization_id"), constraint "membership_user_id_foreign" foreign key ("user_id") references "user" ("id") on update no action on delete cascade, constraint "membership_organization_id_foreign" foreign key ("organization_id") references "organization" ("id") on update no action on delete cascade)`,
    );
    this.addSql(`create index "membership_organization_role" on "membership" ("organization_id", "role")`);
    this.addSql(
      `create table "application" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "modified_at" datetime not null, "version" integer not null default 1, "client_id" text not null, "name" text not null, "name_key" text not null, "description" text not null default '', "search_text" text not null, "vendor" text null, "vendor_key" text null, "url" text null, "client_type" text not null, "authorization_grant_type" text not null, "redirect_uris" json not null, "skip_authorization" integer not null default false, "trusted" integer not null default false, "enabled" integer not null default true, "scopes" json not null, "maximum_scopes" json not null, "access_validity" integer null, "grant_validity" integer null, "renewable" integer not null default true, "organization_id" integer not null, "created_by_id" integer null, "last_used_at" datetime null, constraint "application_organization_id_foreign" foreign key ("organization_id") references "organization" ("id") on delete cascade, constraint "application_created_by_id_foreign" foreign key ("created_by_id") references "user" ("id") on delete set null)`,
    );
    this.addSql(`create unique index "application_client_id_unique" on "application" ("client_id")`);
    this.addSql(`create index "application_created_by" on "application" ("created_by_id")`);
    this.addSql(`create index "application_last_used" on "application" ("last_used_at", "id")`);
    this.addSql(`create index "application_modified" on "application" ("modified_at", "id")`);
    this.addSql(`create index "application_created" on "application" ("created_at", "id")`);
    this.addSql(`create index "application_access_validity" on "application" ("access_validity", "id")`);
    this.addSql(`create index "application_vendor" on "application" ("vendor_key", "id")`);
    this.addSql(`create index "application_name" on "application" ("name_key", "id")`);
    this.addSql(`create unique index "application_organization_name" on "application" ("organization_id", "name_key")`);
    this.addSql(
      `create table "token" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "modified_at" datetime not null, "version" integer not null default 1, "application_id" integer null, "user_id" integer null, "digest" text not null, "hint" text not null, "description" text not null default '', "scopes" json not null, "expires_at" datetime not null, "revoked_at" datetime null, "refresh_digest" text null, "refresh_expires_at" datetime null, "refresh_used_at" datetime null, "family_id" integer null, "last_used_at" datetime null, constraint "token_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade, constraint "token_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade)`,
    );
    this.addSql(`create unique index "token_digest_unique" on "token" ("digest")`);
    this.addSql(`create unique index "token_refresh_digest_unique" on "token" ("refresh_digest")`);
    this.addSql(`create index "token_revocation" on "token" ("revoked_at")`);
    this.addSql(`create index "token_expiry" on "token" ("expires_at")`);
    this.addSql(`create index "token_family" on "token" ("family_id")`);
    this.addSql(`create index "token_application_user" on "token" ("application_id", "user_id", "id")`);
    this.addSql(`create index "token_application_state" on "token" ("application_id", "revoked_at", "expires_at")`);
    this.addSql(`create index "token_user" on "token" ("user_id", "id")`);
    this.addSql(`create index "token_application" on "token" ("application_id", "id")`);
    this.addSql(
      `create table "client_secret" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "application_id" integer not null, "digest" text not null, "hint" text not null, "expires_at" datetime null, "last_used_at" datetime null, constraint "client_secret_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade)`,
    );
    this.addSql(`create index "client_secret_expiry" on "client_secret" ("expires_at", "application_id")`);
    this.addSql(`create index "client_secret_application" on "client_secret" ("application_id", "id")`);
    for (const statement of [...SEARCH, ...REDIRECT_URIS]) this.addSql(statement);
  }
}

/** An index of the texts that are searched, by pieces of three characters, kept by the table itself. */
const SEARCH = [
  `create virtual table application_search using fts5(search_text, content='application', content_rowid='id', tokenize='trigram case_sensitive 1')`,
  `create trigger application_search_insert after insert on application begin
     insert into application_search(rowid, search_text) values (new.id, new.search_text);
   end`,
  `create trigger application_search_delete after delete on application begin
     insert into application_search(application_search, rowid, search_text) values ('delete', old.id, old.search_text);
   end`,
  `create trigger application_search_update after update of search_text on application when old.search_text <> new.search_text begin
     insert into application_search(application_search, rowid, search_text) values ('delete', old.id, old.search_text);
     insert into application_search(rowid, search_text) values (new.id, new.search_text);
   end`,
];

/** An index of what the JSON column holds, kept by the table itself. */
const REDIRECT_URIS = [
  `create table application_redirect_uris (
     item text not null,
     owner_id integer not null references application (id) on delete cascade,
     primary key (item, owner_id)
   ) without rowid`,
  `create index application_redirect_uris_owner on application_redirect_uris (owner_id)`,
  `create trigger application_redirect_uris_insert after insert on application begin
     insert or ignore into application_redirect_uris select value, new.id from json_each(new.redirect_uris);
   end`,
  `create trigger application_redirect_uris_update after update of redirect_uris on application when old.redirect_uris <> new.redirect_uris begin
     delete from application_redirect_uris where owner_id = new.id;
     insert or ignore into application_redirect_uris select value, new.id from json_each(new.redirect_uris);
   end`,
];
