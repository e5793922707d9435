import { Migration } from '@mikro-orm/migrations';

/** What the authorization server keeps. */
export class OauthServer extends Migration {
  override up(): void {
    this.addSql(
      `create table "login_attempt" ("subject" text not null primary key, "failures" integer not null, "until" datetime not null)`,
    );
    this.addSql(`create index "login_attempt_expiry" on "login_attempt" ("until")`);
    this.addSql(
      `create table "oauth_key" ("id" integer not null primary key autoincrement, "use" text not null, "generation" integer not null, "jwk" json not null, "active_from" datetime not null)`,
    );
    this.addSql(`create unique index "oauth_key_use_generation" on "oauth_key" ("use", "generation")`);
    this.addSql(
      `create table "oauth_artifact" ("id" integer not null primary key autoincrement, "kind" text not null, "digest" text not null, "second_digest" text null, "payload" json not null, "application_id" integer null, "user_id" integer null, "expires_at" datetime not null, "consumed_at" datetime null, "family_id" integer null, constraint "oauth_artifact_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade, constraint "oauth_artifact_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade)`,
    );
    this.addSql(`create unique index "oauth_artifact_digest_unique" on "oauth_artifact" ("digest")`);
    this.addSql(`create unique index "oauth_artifact_second_digest_unique" on "oauth_artifact" ("second_digest")`);
    this.addSql(`create index "oauth_artifact_expiry" on "oauth_artifact" ("expires_at")`);
    this.addSql(`create index "oauth_artifact_user" on "oauth_artifact" ("user_id", "application_id")`);
    this.addSql(`create index "oauth_artifact_application" on "oauth_artifact" ("application_id")`);
    this.addSql(
      `create table "oauth_grant" ("id" integer not null primary key autoincrement, "created_at" datetime not null, "user_id" integer not null, "application_id" integer not null, "scopes" json not null, "expires_at" datetime not null, "last_used_at" datetime null, constraint "oauth_grant_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade, constraint "oauth_grant_application_id_foreign" foreign key ("application_id") references "application" ("id") on delete cascade)`,
    );
    this.addSql(`create index "oauth_grant_application" on "oauth_grant" ("application_id")`);
    this.addSql(`create unique index "oauth_grant_user_application" on "oauth_grant" ("user_id", "application_id")`);
  }
}
