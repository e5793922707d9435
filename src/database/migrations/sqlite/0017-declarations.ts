import { Migration } from '@mikro-orm/migrations';

/** Applications say where they are declared. */
export class Declarations extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "source" text null`);
  }
}
