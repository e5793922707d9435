import { Migration } from '@mikro-orm/migrations';

/** Applications have tags, and somebody to ask about them. */
export class TagsAndContacts extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "tags" json not null default '[]'`);
    this.addSql(`alter table "application" add column "owner_contact" text null`);
    this.addSql(`alter table "application" add column "owner_contact_key" text null`);
    this.addSql(`create index "application_owner_contact" on "application" ("owner_contact_key") where "owner_contact_key" is not null`);
    for (const statement of TAGS) this.addSql(statement);
  }
}

/** An index of what the JSON column holds, kept by the table itself. */
const TAGS = [
  `create table application_tags (
     item text not null,
     owner_id integer not null references application (id) on delete cascade,
     primary key (item, owner_id)
   ) without rowid`,
  `create index application_tags_owner on application_tags (owner_id)`,
  `create trigger application_tags_insert after insert on application when new.tags <> '[]' begin
     insert or ignore into application_tags select value, new.id from json_each(new.tags);
   end`,
  `create trigger application_tags_update after update of tags on application when old.tags <> new.tags begin
     delete from application_tags where owner_id = new.id;
     insert or ignore into application_tags select value, new.id from json_each(new.tags);
   end`,
];
