import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/database/migrate.ts';
import { DatabaseStore } from '../../src/database/store.ts';
import { Organization } from '../../src/organizations/organization.entity.ts';
import type { Transaction } from '../../src/shared/store.ts';
import { databaseName, emptyDatabase } from '../support/database.ts';
import { scratchDirectory } from '../support/process.ts';

let store: DatabaseStore;
const statements: string[] = [];
beforeAll(async () => {
  store = await DatabaseStore.open({ url: await emptyDatabase(), onStatement: (text) => void statements.push(text) });
  await migrate(store);
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
    expect((await names()).sort()).toEqual(['a', 'c', 'e']);
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
