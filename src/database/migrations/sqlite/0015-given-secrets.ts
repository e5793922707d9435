import { Migration } from '@mikro-orm/migrations';

/** Client secrets have names, and may be made elsewhere: those that there are were all generated. */
export class GivenSecrets extends Migration {
  override up(): void {
    this.addSql(`alter table "client_secret" add column "name" text null`);
    this.addSql(`alter table "client_secret" add column "source" text not null default 'GENERATED'`);
  }
}
