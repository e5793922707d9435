import { randomUUID } from 'node:crypto';
import type { Store } from '../../../src/query/store.ts';
import type { Db } from '../../../src/query/tables.ts';
import type { Random } from '../../support/random.ts';
import type { Made } from '../../support/world.ts';

export const DAY = 86_400_000;

/** What was registered or issued at some time, whether it is there still or not. */
export interface Event {
  readonly at: Date;
  /** Null for a personal token. */
  readonly organizationId: number | null;
}

/** All that was ever registered and issued. */
export interface History {
  readonly registered: Event[];
  readonly issued: Event[];
}

const daysFromNow = (days: number) => new Date(Date.now() + days * DAY);
const soon = (random: Random, from: number, to: number) => daysFromNow(from + (random.below(10_000) / 10_000) * (to - from));

/** Inserts a row past all services. @returns its number */
async function insert(db: Db, table: 'application' | 'client_secret' | 'token', values: object): Promise<number> {
  const { id } = await db
    .insertInto(table)
    .values(values as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  return Number(id);
}

/** Plants an application of any age and use, with secrets and tokens of any. */
export async function plantApplication(
  { store }: { readonly store: Store },
  random: Random,
  history: History,
  { databaseId: organizationId }: Made,
  users: readonly Made[],
): Promise<number> {
  const createdAt = soon(random, random.one([-400, -40, -3]), 0);
  const name = `planted ${randomUUID()}`;
  return store.write(async ({ db }) => {
    const id = await insert(db, 'application', {
      created_at: createdAt,
      modified_at: createdAt,
      version: 1,
      client_id: name,
      name,
      name_key: name,
      search_text: name,
      client_type: random.one(['CONFIDENTIAL', 'PUBLIC']),
      authorization_grant_type: 'AUTHORIZATION_CODE',
      grant_types: '["AUTHORIZATION_CODE"]',
      redirect_uris: '[]',
      scopes: '["read"]',
      maximum_scopes: '["write"]',
      enabled: random.chance(70),
      organization_id: organizationId,
      last_used_at: random.chance(40) ? null : soon(random, -200, 0),
    });
    history.registered.push({ at: createdAt, organizationId });
    for (let count = random.below(3); count > 0; count--) {
      const secret = { created_at: createdAt, application_id: id, digest: randomUUID(), hint: 'hint', source: 'GENERATED' };
      await insert(db, 'client_secret', { ...secret, expires_at: random.chance(30) ? null : soon(random, -20, 60) });
    }
    for (let count = random.one([0, 0, 1, 4]); count > 0; count--)
      await plantToken(db, random, history, { applicationId: id, organizationId }, random.chance(20) ? null : random.one(users));
    return id;
  });
}

/** Plants a token in any state. */
export async function plantToken(
  db: Db,
  random: Random,
  history: History,
  { applicationId, organizationId }: { readonly applicationId: number | null; readonly organizationId: number | null },
  user: Made | null,
): Promise<void> {
  const createdAt = soon(random, random.one([-400, -20, -1]), 0);
  history.issued.push({ at: createdAt, organizationId });
  await insert(db, 'token', {
    created_at: createdAt,
    modified_at: createdAt,
    version: 1,
    application_id: applicationId,
    user_id: user?.databaseId ?? null,
    digest: randomUUID(),
    hint: 'hint',
    scopes: '["read"]',
    // some of them so that they expire in this very minute
    expires_at: random.one([soon(random, -30, 0), soon(random, 0, 300), soon(random, 0.01, 0.04), soon(random, -0.01, 0)]),
    revoked_at: random.chance(25) ? soon(random, -10, 0) : null,
    refresh_digest: randomUUID(),
    refresh_expires_at: random.chance(50) ? null : soon(random, -30, 30),
  });
}
