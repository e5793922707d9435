import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseStore } from '../../../src/database/store.ts';
import { listOrganizations } from '../../../src/organizations/organization.loaders.ts';
import { createContext } from '../../../src/query/context.ts';
import { OPERATOR } from '../../../src/shared/viewer.ts';
import { openStore } from '../../support/as-viewer.ts';

let store: DatabaseStore;
const statements = new Set<string>();
beforeAll(async () => {
  store = await openStore({ onStatement: (text) => void statements.add(text) });
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
