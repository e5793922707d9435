import { Migration } from '@mikro-orm/migrations';

/** One count for all that is limited, where users have logged in, and what is nobody's yet found by its age. */
export class Limits extends Migration {
  override up(): void {
    this.addSql(`drop table "login_attempt"`);
    this.addSql(
      `create table "limit_count" ("key" text not null, "count" int not null, "until" timestamptz(3) not null, primary key ("key"))`,
    );
    this.addSql(`create index "limit_count_expiry" on "limit_count" ("until")`);
    this.addSql(
      `create table "known_network" ("digest" text not null, "user_id" int not null, "used_at" timestamptz(3) not null, primary key ("digest"))`,
    );
    this.addSql(`create index "known_network_use" on "known_network" ("used_at")`);
    this.addSql(`create index "known_network_user" on "known_network" ("user_id", "used_at")`);
    this.addSql(
      `alter table "known_network" add constraint "known_network_user_id_foreign" foreign key ("user_id") references "user" ("id") on delete cascade`,
    );
    this.addSql(`create index "oauth_artifact_nobodys" on "oauth_artifact" ("id") where "user_id" is null`);
  }
}
