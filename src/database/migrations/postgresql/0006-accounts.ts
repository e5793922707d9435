import { Migration } from '@mikro-orm/migrations';
import { foldAnew } from '../folding.ts';
import { END_OLD_SESSIONS } from '../old-sessions.ts';

/** Names are folded by the full rules of Unicode, and users know when their password was changed. */
export class Accounts extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table "user" add column "password_changed_at" timestamptz(3) null`);
    this.addSql(END_OLD_SESSIONS);
    await foldAnew((statement, parameters) => this.execute(statement, [...parameters]) as never);
  }
}
