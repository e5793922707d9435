import { Migration } from '@mikro-orm/migrations';

/** Tells what users have said yes to from what they were not asked: until now, nobody was where the application skips it. */
export class Consents extends Migration {
  override up(): void {
    this.addSql(`alter table "oauth_grant" add column "consented" json not null default '[]'`);
    this.addSql(
      `update "oauth_grant" set "consented" = "scopes" where "application_id" in (select "id" from "application" where not "skip_authorization")`,
    );
  }
}
