import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActivityEntry } from '../../src/activity/activity.entity.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { newRow, PARENT_ID } from '../../src/mutation/insertion.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import type { Transaction } from '../../src/query/store.ts';
import { toGlobalId } from '../../src/shared/ids.ts';
import { openStore } from '../support/as-viewer.ts';
import { databaseName } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

let store: DatabaseStore;
const statements: string[] = [];
beforeAll(async () => {
  store = await openStore({ poolSize: 10, onStatement: (text) => void statements.push(text) });
});
afterAll(() => store.close());

const insert =
  (name: string) =>
  async ({ em }: Transaction) => {
    em.create(Organization, { name, nameKey: name, description: '' } as never);
    await em.flush();
    return name;
  };
const failing = (name: string) => async (transaction: Transaction) => {
  await insert(name)(transaction);
  throw new Error(`${name} fails`);
};
const names = async () =>
  (await store.read(true).selectFrom('organization').select('name').orderBy('id').execute()).map(({ name }) => name);

const organization = (name: string) => newRow({ store }, Organization, { name, nameKey: name, description: '', builtIn: false });
const entry = (operation: string | null) =>
  newRow({ store }, ActivityEntry, {
    operation: operation as never,
    actorId: null,
    objectType: 'Organization',
    objectDatabaseId: PARENT_ID,
    objectName: 'named',
    organizationId: PARENT_ID,
    subjectId: null,
    changes: [],
  });
const entries = () =>
  store.read(true).selectFrom('activity_entry').select(['object_database_id', 'organization_id']).orderBy('id').execute();

describe('rows that belong together', () => {
  it('know the number of the one that they belong to', async () => {
    const { databaseId, id, name } = await store.insert(organization('owner'), [entry('CREATE'), entry('UPDATE')]);
    expect({ id, name }).toEqual({ id: toGlobalId('Organization', databaseId), name: 'owner' });
    const owned = { object_database_id: databaseId, organization_id: databaseId };
    expect(await entries()).toEqual([owned, owned]);
  });

  it('need not refer to it in the same columns as others before', async () => {
    const other = await store.insert(organization('another'));
    const { databaseId } = await store.insert(organization('its own'), [
      { ...entry('CREATE'), values: { ...entry('CREATE').values, organizationId: other.databaseId } },
    ]);
    expect((await entries()).at(-1)).toEqual({ object_database_id: databaseId, organization_id: other.databaseId });
  });

  it('are all inserted or none, and what others insert at the same time stays', async () => {
    const before = (await entries()).length;
    const wanted = [
      store.insert(organization('neighbour'), [entry('CREATE')]),
      store.insert(organization('without its entry'), [entry('CREATE'), entry(null)]),
      store.insert(organization('other neighbour'), [entry('CREATE')]),
    ];
    const outcomes = await Promise.allSettled(wanted);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await names()).toEqual(expect.arrayContaining(['neighbour', 'other neighbour']));
    expect(await names()).not.toContain('without its entry');
    expect(await entries()).toHaveLength(before + 2);
  });

  it('are undone with the transaction that they are inserted in', async () => {
    const before = (await entries()).length;
    const work = store.write(async (transaction) => {
      await transaction.insert(organization('undone'), [entry('CREATE')]);
      throw new Error('after all');
    });
    await expect(work).rejects.toThrow('after all');
    expect(await names()).not.toContain('undone');
    expect(await entries()).toHaveLength(before);
  });
});

describe('writes that are made at once', () => {
  it('share no fate: one that fails is undone alone, and is told its own reason', async () => {
    const works = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, index) => store.write(index % 2 ? failing(name) : insert(name)));
    const outcomes = await Promise.allSettled(works);
    expect(outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : (outcome.reason as Error).message))).toEqual([
      'a',
      'b fails',
      'c',
      'd fails',
      'e',
      'f fails',
    ]);
    expect((await names()).filter((name) => name.length === 1).sort()).toEqual(['a', 'c', 'e']);
  });

  it('are answered after their commit, and nobody reads them before', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let answered = false;
    const work = store.write(async (transaction) => {
      await insert('uncommitted')(transaction);
      await held;
    });
    void work.then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await names()).not.toContain('uncommitted');
    expect(answered).toBe(false);
    release();
    await work;
    expect(await names()).toContain('uncommitted');
  });

  it('share a commit on SQLite, and have one each on PostgreSQL', async () => {
    const before = statements.length;
    await Promise.all(Array.from({ length: 10 }, (_, index) => store.write(insert(`together ${index}`))));
    const commits = statements.slice(before).filter((text) => text === 'commit');
    expect(commits).toHaveLength(databaseName === 'sqlite' ? 1 : 10);
  });

  it('need one statement and no transaction on PostgreSQL where rows are only inserted', async () => {
    const before = statements.length;
    await Promise.all(['one', 'two', 'three'].map((name) => store.insert(organization(`inserted ${name}`), [entry('CREATE')])));
    const made = statements.slice(before).flatMap((text) => (text.startsWith('pragma') ? [] : text.split(' ', 1)));
    const insertions = Array(6).fill('insert');
    expect(made).toEqual(databaseName === 'sqlite' ? ['begin', ...insertions, 'commit'] : ['with']);
  });

  it('are answered each with its own row where they are inserted together', async () => {
    const wanted = Array.from({ length: 100 }, (_, index) => `numbered ${index}`);
    const made = await Promise.all(wanted.map((name) => store.insert(organization(name), [entry('CREATE')])));
    const stored = await store.read(true).selectFrom('organization').where('name', 'like', 'numbered %').select(['id', 'name']).execute();
    expect(made.map(({ name }) => name)).toEqual(wanted);
    expect(new Map(made.map(({ databaseId, name }) => [databaseId, name]))).toEqual(new Map(stored.map(({ id, name }) => [id, name])));
    const owners = (await entries()).slice(-100).map(({ object_database_id: owner }) => owner);
    expect(owners.toSorted()).toEqual(stored.map(({ id }) => id).toSorted());
  });

  it('fail alone where they are inserted together', async () => {
    const outcomes = await Promise.allSettled(['only once', 'only once', 'beside it'].map((name) => store.insert(organization(name))));
    // which of the two is first is for the database to say
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(outcomes.at(-1)?.status).toBe('fulfilled');
    expect((await names()).filter((name) => name === 'only once' || name === 'beside it').sort()).toEqual(['beside it', 'only once']);
  });

  it('go on after all of them have failed', async () => {
    const outcomes = await Promise.allSettled([store.write(failing('x')), store.write(failing('y'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await store.write(insert('afterwards'))).toBe('afterwards');
  });

  it('are durable', async () => {
    if (databaseName === 'sqlite') {
      const scratch = scratchDirectory();
      const lasting = await DatabaseStore.open({ url: `sqlite:${scratch.path}/clientele.db` });
      const synchronous = await lasting.orm.em.getConnection().execute('pragma synchronous');
      await lasting.close();
      scratch.remove();
      expect(synchronous).toEqual([{ synchronous: 2 }]);
    } else {
      const [row] = await store.orm.em.getConnection().execute<{ synchronous_commit: string }[]>('show synchronous_commit');
      expect(row?.synchronous_commit).toBe('on');
    }
  });
});
