import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { listOrganizations } from '../../src/organizations/organization.loaders.ts';
import { createContext } from '../../src/shared/context.ts';
import { OPERATOR } from '../../src/shared/viewer.ts';
import { emptyDatabase } from '../support/database.ts';

let store: DatabaseStore;
const statements = new Set<string>();
beforeAll(async () => {
  store = await DatabaseStore.open({ url: await emptyDatabase(), onStatement: (text) => void statements.add(text) });
  await migrate(store);
});
afterAll(() => store.close());

describe('pages of any size', () => {
  it('share few statements, because connections keep what they have prepared', async () => {
    statements.clear();
    for (let first = 0; first <= 100; first++) {
      await listOrganizations(createContext({ store, settings: {} as never, viewer: OPERATOR }), { first }, null);
    }
    // those of the five usual sizes, and that of all others
    expect(statements.size).toBe(6);
  });
});
