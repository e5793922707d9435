import { Migration } from '@mikro-orm/migrations';

/**
 * Applications have several grant types: those that had one keep it, and so do those that an earlier version registers which
 * still serves.
 */
export class SeveralGrants extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "grant_types" json not null default '[]'`);
    this.addSql(`update "application" set "grant_types" = json_array("authorization_grant_type")`);
    this.addSql(
      `create trigger application_grant_types after insert on application when new.grant_types = '[]' begin
         update application set grant_types = json_array(new.authorization_grant_type) where id = new.id;
       end`,
    );
  }
}
