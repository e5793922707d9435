import { Migration } from '@mikro-orm/migrations';

/** Users have e-mail addresses that somebody has verified, or nobody yet. */
export class VerifiedAddresses extends Migration {
  override up(): void {
    this.addSql(`alter table "user" add column "is_email_verified" boolean not null default false`);
  }
}
