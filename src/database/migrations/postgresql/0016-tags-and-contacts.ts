import { Migration } from '@mikro-orm/migrations';

/** Applications have tags, and somebody to ask about them. */
export class TagsAndContacts extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "tags" jsonb not null default '[]'`);
    this.addSql(`alter table "application" add column "owner_contact" text null`);
    this.addSql(`alter table "application" add column "owner_contact_key" text collate "C" null`);
    this.addSql(`create index "application_owner_contact" on "application" ("owner_contact_key") where "owner_contact_key" is not null`);
    this.addSql(`create index application_tags on application using gin (tags jsonb_path_ops)`);
  }
}
