import { Migration } from '@mikro-orm/migrations';

/** What the authorization server keeps. */
export class OauthServer extends Migration {
  override up(): void {
    this.addSql(
      `create table "login_attempt" ("subject" text not null, "failures" int not null, "until" timestamptz(3) not null, primary key ("subject"))`,
    );
    this.addSql(`create index "login_attempt_expiry" on "login_attempt" ("until")`);
    this.addSql(
      `create table "oauth_key" ("id" serial primary key, "use" text not null, "generation" int not null, "jwk" jsonb not null, "active_from" timestamptz(3) not null)`,
    );
    this.addSql(`alter table "oauth_key" add constraint "oauth_key_use_generation" unique ("use", "generation")`);
    this.addSql(
      `create table "oauth_artifact" ("id" serial primary key, "kind" text not null, "digest" text not null, "second_digest" text null, "payload" jsonb not null, "application_id" int null, "user_id" int null, "expires_at" timestamptz(3) not null, "consumed_at" timestamptz(3) null, "family_id" int null)`,
    );
    this.addSql(`alter table "oauth_artifact" add constraint "oauth_artifact_digest_unique" unique ("digest")`);
    this.addSql(`alter table "oauth_artifact" add constraint "oauth_artifact_second_digest_unique" unique ("second_digest")`);
    this.addSql(`create index "oauth_artifact_expiry" on "oauth_artifact" ("expires_at")`);
    this.addSql(`create index "oauth_artifact_user" on "oauth_artifact" ("user_id", "application_id")`);
    this.addSql(`create index "oauth_artifact_application" on "oauth_artifact" ("application_id")`);
    this.addSql(
      `create table "oauth_grant" ("id" serial primary key, "created_at" timestamptz(3) not null, "user_id" int not null, "application_id" int not null, "scopes" jsonb not null, "expires_at" timestamptz(3) not null, "last_used_at" timestamptz(3) null)`,
    );
    this.addSql(`create index "oauth_grant_application" on "oauth_grant" ("application_id")`);
    this.addSql(`alter table "oauth_grant" add constraint "oauth_grant_user_application" unique ("user_id", "application_id")`);
    this.addSql(
      `alter table "oauth_artifact" add constraint "oauth_artifact_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "oauth_artifact" add constraint "oauth_artifact_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "oauth_grant" add constraint "oauth_grant_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade`,
    );
    this.addSql(
      `alter table "oauth_grant" add constraint "oauth_grant_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade`,
    );
  }
}
