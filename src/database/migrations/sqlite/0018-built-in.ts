import { Migration } from '@mikro-orm/migrations';

/** Some applications and organizations are the gateway's own. */
export class BuiltIn extends Migration {
  override up(): void {
    this.addSql(`alter table "organization" add column "built_in" boolean not null default false`);
    this.addSql(`alter table "application" add column "built_in" boolean not null default false`);
  }
}
