import { Migration } from '@mikro-orm/migrations';
import { REGISTRY_INDEXES } from '../registry-indexes.ts';

/** What is counted in the background, and what no table has. */
export class Registry extends Migration {
  override up(): void {
    this.addSql(
      `create table "registry_count" ("organization_id" bigint not null, "counted_at" timestamptz(3) not null, "counts" text not null, primary key ("organization_id"))`,
    );
    this.addSql(`create table "refused_login" ("day" int not null, "count" bigint not null, primary key ("day"))`);
    for (const statement of REGISTRY_INDEXES) this.addSql(statement);
  }
}
