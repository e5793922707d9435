import { Migration } from '@mikro-orm/migrations';

/** The organization that is the gateway's own is found among all others: activity is told with it, or without. */
export class BuiltInOrganization extends Migration {
  override up(): void {
    this.addSql(`create index "organization_built_in" on "organization" ("id") where "built_in" = true`);
  }
}
