import { Migration } from '@mikro-orm/migrations';

/** Indexes of columns that are mostly null hold the rest alone: nobody looks for null there, and every row would pay. */
export class PartialIndexes extends Migration {
  override up(): void {
    this.addSql(`drop index "activity_entry_actor"`);
    this.addSql(`create index "activity_entry_actor" on "activity_entry" ("actor_id", "id") where "actor_id" is not null`);
    this.addSql(`drop index "activity_entry_subject"`);
    this.addSql(`create index "activity_entry_subject" on "activity_entry" ("subject_id", "id") where "subject_id" is not null`);
    this.addSql(`drop index "token_user"`);
    this.addSql(`create index "token_user" on "token" ("user_id", "id") where "user_id" is not null`);
    this.addSql(`drop index "token_application_user"`);
    this.addSql(`create index "token_application_user" on "token" ("application_id", "user_id", "id") where "user_id" is not null`);
    this.addSql(`drop index "token_family"`);
    this.addSql(`create index "token_family" on "token" ("family_id") where "family_id" is not null`);
    this.addSql(`drop index "token_revocation"`);
    this.addSql(`create index "token_revocation" on "token" ("revoked_at") where "revoked_at" is not null`);
    this.addSql(`drop index "token_refresh_digest_unique"`);
    this.addSql(`create unique index "token_refresh_digest_unique" on "token" ("refresh_digest") where "refresh_digest" is not null`);
  }
}
