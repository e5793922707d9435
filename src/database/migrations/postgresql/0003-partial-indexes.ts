import { Migration } from '@mikro-orm/migrations';
import { PARTIAL_INDEXES } from '../partial-indexes.ts';

/** Nobody looks for null in these indexes, and every row would pay for it. */
export class PartialIndexes extends Migration {
  override up(): void {
    for (const statement of [`alter table "token" drop constraint "token_refresh_digest_unique"`, ...PARTIAL_INDEXES])
      this.addSql(statement);
  }
}
