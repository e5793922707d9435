import { Migration } from '@mikro-orm/migrations';

/** Numbers of objects have 64 bits: those of SQLite always had. */
export class LargeNumbers extends Migration {
  override up(): void {}
}
