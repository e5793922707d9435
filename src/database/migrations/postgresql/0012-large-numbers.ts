import { Migration } from '@mikro-orm/migrations';

/** The columns that hold numbers of objects: of tables whose rows have one of their own, and of others. */
const NUMBERED = {
  activity_entry: ['id', 'actor_id', 'object_database_id', 'organization_id', 'subject_id'],
  application: ['id', 'organization_id', 'created_by_id'],
  client_secret: ['id', 'application_id'],
  oauth_artifact: ['id', 'application_id', 'user_id', 'family_id'],
  oauth_grant: ['id', 'user_id', 'application_id'],
  oauth_key: ['id'],
  organization: ['id'],
  token: ['id', 'application_id', 'user_id', 'family_id', 'origin_id'],
  user: ['id'],
};
const REFERRING = { membership: ['user_id', 'organization_id'], known_network: ['user_id'] };

/** Which column refers to which table, and what becomes of its row. */
const FOREIGN_KEYS = [
  ['membership', 'user_id', 'user', 'on update no action on delete cascade'],
  ['membership', 'organization_id', 'organization', 'on update no action on delete cascade'],
  ['known_network', 'user_id', 'user', 'on delete cascade'],
  ['application', 'organization_id', 'organization', 'on delete cascade'],
  ['application', 'created_by_id', 'user', 'on delete set null'],
  ['token', 'application_id', 'application', 'on delete cascade'],
  ['token', 'user_id', 'user', 'on delete cascade'],
  ['client_secret', 'application_id', 'application', 'on delete cascade'],
  ['oauth_artifact', 'application_id', 'application', 'on delete cascade'],
  ['oauth_artifact', 'user_id', 'user', 'on delete cascade'],
  ['oauth_grant', 'user_id', 'user', 'on delete cascade'],
  ['oauth_grant', 'application_id', 'application', 'on delete cascade'],
] as const;

/**
 * Numbers of objects have 64 bits: at 1,000 tokens a second, those of 32 bits last for 25 days. Each table is written anew
 * once, and foreign keys are looked at once, when all is done.
 */
export class LargeNumbers extends Migration {
  override up(): void {
    for (const [table, column] of FOREIGN_KEYS) this.addSql(`alter table "${table}" drop constraint "${table}_${column}_foreign"`);
    for (const [table, columns] of Object.entries({ ...NUMBERED, ...REFERRING })) {
      const changes = columns.map((column) => `alter column "${column}" type bigint`);
      this.addSql(`alter table "${table}" ${changes.join(', ')}`);
    }
    for (const table of Object.keys(NUMBERED)) this.addSql(`alter sequence "${table}_id_seq" as bigint`);
    for (const [table, column, target, rules] of FOREIGN_KEYS)
      this.addSql(
        `alter table "${table}" add constraint "${table}_${column}_foreign" foreign key ("${column}") references "${target}" ("id") ${rules}`,
      );
  }
}
