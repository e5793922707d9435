import { Migration } from '@mikro-orm/migrations';

/** What was granted, apart from what a token has; and what a token was minted by. */
export class GrantsOfTokens extends Migration {
  override up(): void {
    this.addSql(`alter table "token" add column "granted_scopes" json null`);
    this.addSql(`alter table "token" add column "refresh_scopes" json null`);
    this.addSql(`alter table "token" add column "origin_id" integer null`);
    this.addSql(`update "token" set "granted_scopes" = "scopes" where "application_id" is not null and "user_id" is not null`);
    this.addSql(`update "token" set "refresh_scopes" = "scopes" where "refresh_digest" is not null`);
    this.addSql(`create index "token_origin" on "token" ("origin_id") where "origin_id" is not null`);
  }
}
