import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseStore } from '../../src/database/store.ts';
import { newRow } from '../../src/mutation/insertion.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import { openStore } from '../support/as-viewer.ts';

describe('while somebody holds a lock that an insertion waits for', () => {
  let store: DatabaseStore;
  beforeAll(async () => {
    store = await openStore({ poolSize: 10 });
  });
  afterAll(() => store.close());
  const organization = (name: string) => newRow({ store }, Organization, { name, nameKey: name, description: '', builtIn: false });

  it('those that came with it do not wait', async () => {
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let isHeld: () => void = () => {};
    const holding = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const holder = store.write(async (transaction) => {
      await transaction.insert(organization('wanted by two'));
      isHeld();
      await held;
      throw new Error('changed its mind');
    });
    holder.catch(() => {});
    await holding;
    let isMade = false;
    const waiting = store.insert(organization('wanted by two')).then(() => {
      isMade = true;
    });
    const neighbours = ['one', 'two', 'three'].map((name) => store.insert(organization(`neighbour ${name}`)));
    expect((await Promise.all(neighbours)).map(({ name }) => name)).toEqual(['neighbour one', 'neighbour two', 'neighbour three']);
    expect((await store.insert(organization('later'))).name).toBe('later');
    expect(isMade).toBe(false);
    letGo();
    await expect(holder).rejects.toThrow('changed its mind');
    await waiting;
    expect(isMade).toBe(true);
  });
});
