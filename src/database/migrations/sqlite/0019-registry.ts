import { Migration } from '@mikro-orm/migrations';
import { REGISTRY_INDEXES } from '../registry-indexes.ts';

/** What is counted in the background, and what no table has. */
export class Registry extends Migration {
  override up(): void {
    this.addSql(
      `create table "registry_count" ("organization_id" integer not null primary key, "counted_at" datetime not null, "counts" text not null)`,
    );
    this.addSql(`create table "refused_login" ("day" integer not null primary key, "count" integer not null)`);
    for (const statement of REGISTRY_INDEXES) this.addSql(statement);
  }
}
