import { Migration } from '@mikro-orm/migrations';

/**
 * Applications have several grant types: those that had one keep it, and so do those that an earlier version registers which
 * still serves.
 */
export class SeveralGrants extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "grant_types" jsonb not null default '[]'`);
    this.addSql(`update "application" set "grant_types" = jsonb_build_array("authorization_grant_type")`);
    this.addSql(
      `create function application_grant_types() returns trigger language plpgsql as $$ begin
         new.grant_types := jsonb_build_array(new.authorization_grant_type);
         return new;
       end $$`,
    );
    this.addSql(
      `create trigger application_grant_types before insert on application for each row
         when (new.grant_types = '[]') execute function application_grant_types()`,
    );
  }
}
