import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseStore } from '../../../src/database/store.ts';
import { newRow } from '../../../src/mutation/insertion.ts';
import { OauthKey } from '../../../src/oauth/key.entity.ts';
import { Organization } from '../../../src/organizations/organization.entity.ts';
import { violatedColumn } from '../../../src/query/dialect/driver-errors.ts';
import { openStore } from '../../support/as-viewer.ts';

let store: DatabaseStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
/** Stores it twice, and takes what is said of the second. */
async function again(work: () => Promise<unknown>): Promise<unknown> {
  await work();
  return errorOf(work());
}

/** Values that look like what the databases say. */
const VALUES = ['plain', '(client_id)=(1)', 'UNIQUE constraint failed: user.username_key', "o'clock, user.username_key"];

describe('the column whose value another row has', () => {
  const values = (name: string) => ({ name, nameKey: name, description: name, builtIn: false });

  it.each(VALUES)('is found where "%s" is inserted', async (name) => {
    const error = await again(() => store.insert(newRow({ store }, Organization, values(name))));
    expect(violatedColumn(error)).toBe('name_key');
  });

  it.each(VALUES)('is found where "%s" is written by MikroORM', async (name) => {
    const error = await again(() =>
      store.write(async ({ em }) => {
        em.create(Organization, values(`entity ${name}`) as never);
      }),
    );
    expect(violatedColumn(error)).toBe('name_key');
  });

  it('is the last of several that are unique together', async () => {
    const key = store.table(OauthKey).values({ use: 'signing', generation: 1_000, jwk: {}, activeFrom: new Date() });
    const error = await again(() => store.write(({ db }) => db.insertInto('oauth_key').values(key).execute()));
    expect(violatedColumn(error)).toBe('generation');
  });

  it('is none where something else is wrong', async () => {
    const nameless = newRow({ store }, Organization, { ...values('nameless'), name: null as never });
    const error = await errorOf(store.insert(nameless));
    expect(error).toBeInstanceOf(Error);
    expect(violatedColumn(error)).toBeUndefined();
    expect(violatedColumn(new Error('UNIQUE constraint failed: user.username_key'))).toBeUndefined();
  });
});
