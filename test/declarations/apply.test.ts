import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutate, type Payload } from '../support/mutate.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ LOG_LEVEL: 'trace' });
});
afterAll(() => world.stop());

interface Plan {
  readonly action: string;
  readonly name: string;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
  readonly changes: readonly { field: string; before: string | null; after: string | null }[];
  readonly secrets: readonly { fate: string }[];
  readonly revokedTokenCount: number;
  readonly application: { id: string; version: number } | null;
}
interface Answer extends Payload {
  readonly plan: Plan[];
}

const PLAN = `plan {
  action index name clientId changes { field before after } secrets { fate hint name } clientSecret revokedTokenCount
  application { id version source organization { name } }
}`;
const apply = async (input: object, person: 'admin' | 'superuser' | 'member' | 'stranger' = 'admin') =>
  (await mutate(world.ask[person], 'applyApplications', { organizationId: world.acme.id, ...input }, PLAN)) as Answer;

const actionsOf = ({ plan }: Answer) => plan.map(({ action, name }) => `${action} ${name}`);
const faultsOf = ({ userErrors }: Answer) => userErrors.map(({ code, field }) => `${code} ${field.join('.')}`);

let count = 0;
/** A declaration of an application with a name that no other has. */
const declared = (more: object = {}) => ({
  name: `Declared ${++count}`,
  clientType: 'CONFIDENTIAL',
  grantTypes: ['AUTHORIZATION_CODE'],
  redirectUris: ['https://portal.example.org/callback'],
  ...more,
});
/** All that the database holds of applications, their secrets and what was done to them. */
const stored = async () => {
  const rows = await Promise.all(
    (['application', 'client_secret', 'activity_entry', 'token'] as const).map((table) =>
      world.operator.store.read(true).selectFrom(table).selectAll().orderBy('id').execute(),
    ),
  );
  // when a token was used last is written later
  return JSON.stringify(rows, (key, value) => (key === 'last_used_at' ? undefined : typeof value === 'bigint' ? String(value) : value));
};

describe('applying declarations', () => {
  it('registers what is not there, and shows its secrets once', async () => {
    const [confidential, open] = [declared(), declared({ clientType: 'PUBLIC', clientId: 'public-client' })];
    const { plan, userErrors } = await apply({ applications: [confidential, open], source: 'payments' });
    expect(userErrors).toEqual([]);
    expect(plan).toMatchObject([
      {
        action: 'CREATE',
        index: 0,
        name: confidential.name,
        clientId: expect.stringMatching(/^[\w-]{40}$/),
        clientSecret: expect.stringMatching(/^clt_sec_/),
        secrets: [{ fate: 'CREATED', hint: null, name: null }],
        revokedTokenCount: 0,
        application: { version: 1, source: 'payments', organization: { name: 'Acme' } },
      },
      { action: 'CREATE', index: 1, clientId: 'public-client', clientSecret: null, secrets: [] },
    ]);
    expect(plan[0]?.changes).toContainEqual({ field: 'name', before: null, after: confidential.name });
  });

  it('twice writes nothing, not even a version', async () => {
    const applications = [declared({ scopes: ['write', 'read'], description: 'one\ntwo' }), declared({ clientType: 'PUBLIC' })];
    await apply({ applications });
    const before = await stored();
    const again = await apply({ applications });
    expect(actionsOf(again)).toEqual(applications.map(({ name }) => `KEEP ${name}`));
    expect(again.plan.map(({ secrets }) => secrets.map(({ fate }) => fate))).toEqual([['KEPT'], []]);
    expect(await stored()).toBe(before);
  });

  it('changes what is said otherwise, and leaves what is not said', async () => {
    const first = declared({ description: 'stays', vendor: 'Acme' });
    const { plan: made } = await apply({ applications: [first] });
    const { plan } = await apply({ applications: [{ name: first.name, vendor: null, scopes: ['read'] }] });
    expect(plan).toMatchObject([
      {
        action: 'UPDATE',
        changes: [
          { field: 'vendor', before: 'Acme', after: null },
          { field: 'scopes', before: '["write"]', after: '["read"]' },
        ],
        application: { id: made[0]?.application?.id, version: 2 },
      },
    ]);
    const { data } = await world.ask.admin(
      'query ($id: ID!) { application(id: $id) { description vendor activity { nodes { operation } } } }',
      {
        id: made[0]?.application?.id,
      },
    );
    expect(data.application).toEqual({
      description: 'stays',
      vendor: null,
      activity: { nodes: [{ operation: 'UPDATE' }, { operation: 'CREATE' }] },
    });
  });

  it('finds an application by its client id, whatever it is called now', async () => {
    const { clientId } = await world.register({ name: 'Before' });
    const { plan } = await apply({ applications: [{ clientId, name: 'After' }] });
    expect(plan).toMatchObject([{ action: 'UPDATE', clientId, changes: [{ field: 'name', before: 'Before', after: 'After' }] }]);
  });

  it('says the same beforehand, and changes nothing then', async () => {
    const gone = declared();
    await apply({ applications: [gone], source: 'dry' });
    const changed = await world.register({ name: 'Dry change' });
    const applications = [declared(), { clientId: changed.clientId, clientType: 'PUBLIC' }];
    const before = await stored();
    const planned = await apply({ applications, source: 'dry', prune: true, dryRun: true });
    expect(await stored()).toBe(before);
    const done = await apply({ applications, source: 'dry', prune: true });
    expect(actionsOf(done)).toEqual([`CREATE ${(applications[0] as { name: string }).name}`, 'UPDATE Dry change', `DELETE ${gone.name}`]);
    const sameOf = ({ plan }: Answer) =>
      plan.map(({ clientId: _, clientSecret: __, application: ___, changes, ...same }) => ({
        ...same,
        changes: changes.filter(({ field }) => field !== 'clientId'),
      }));
    expect(sameOf(planned)).toEqual(sameOf(done));
    expect(planned.plan[0]).toMatchObject({ clientId: null, clientSecret: null, application: null });
    expect(planned.plan[1]).toMatchObject({ action: 'UPDATE', application: null });
    expect(done.plan[1]?.secrets).toMatchObject([{ fate: 'REMOVED' }]);
  });

  it('deletes with "prune" what an earlier call of the same source has registered, and nothing else', async () => {
    const [kept, gone, other] = [declared(), declared(), declared()];
    await apply({ applications: [kept, gone], source: 'pruned' });
    await apply({ applications: [other], source: 'another' });
    expect(actionsOf(await apply({ applications: [kept], source: 'pruned' }))).toEqual([`KEEP ${kept.name}`]);
    expect(actionsOf(await apply({ applications: [kept, other], source: 'pruned', prune: true }))).toEqual([
      `KEEP ${kept.name}`,
      `UPDATE ${other.name}`,
      `DELETE ${gone.name}`,
    ]);
    expect(actionsOf(await apply({ applications: [], source: 'pruned', prune: true }))).toEqual([
      `DELETE ${kept.name}`,
      `DELETE ${other.name}`,
    ]);
  });

  it('gives the secrets that are declared, and keeps them from then on', async () => {
    const clientSecret = 'Tr0ub4dor&3-battery-staple-xyz';
    const application = declared({ clientSecret });
    const { plan } = await apply({ applications: [application] }, 'superuser');
    expect(plan).toMatchObject([{ action: 'CREATE', clientSecret: null, secrets: [{ fate: 'GIVEN' }] }]);
    expect(await apply({ applications: [application] }, 'superuser')).toMatchObject({
      plan: [{ action: 'KEEP', secrets: [{ fate: 'KEPT' }] }],
    });
    const second = await apply({ applications: [{ ...application, clientSecret: `${clientSecret}2` }] }, 'superuser');
    expect(second.plan).toMatchObject([
      { action: 'UPDATE', changes: [], secrets: [{ fate: 'KEPT' }, { fate: 'GIVEN' }], application: { version: 2 } },
    ]);
    expect(faultsOf(await apply({ applications: [application] }))).toEqual(['FORBIDDEN applications.0.clientSecret']);
  });
});

describe('what is wrong is said all together, and nothing is written', () => {
  it('of all declarations, each with its path', async () => {
    const { clientId } = await world.register();
    const before = await stored();
    const answer = await apply({
      applications: [
        declared({ redirectUris: ['https://one.example/', 'ftp:'] }),
        declared(),
        { name: '', clientType: 'PUBLIC', grantTypes: [] },
        { clientId, authorizationGrantType: 'PASSWORD', clientType: 'PUBLIC', scopes: ['nothing'] },
      ],
    });
    expect(answer.plan).toBeNull();
    expect(faultsOf(answer)).toEqual([
      'INVALID_REDIRECT_URI applications.0.redirectUris.1',
      'BLANK applications.2.name',
      'REQUIRED applications.2.grantTypes',
      'IMMUTABLE applications.3.authorizationGrantType',
      'INVALID_SCOPE applications.3.scopes.0',
    ]);
    expect(await stored()).toBe(before);
  });

  it('of one that is declared twice', async () => {
    const { clientId, databaseId } = await world.register({ name: 'Twice' });
    expect(databaseId).toBeGreaterThan(0);
    const answer = await apply({
      applications: [{ clientId }, { name: 'twice' }, declared({ name: 'New' }), declared({ name: 'NEW ' }), declared({ name: 'Third' })],
    });
    expect(answer.userErrors).toMatchObject([
      { code: 'INVALID', field: ['applications', '1', 'name'], message: 'Is declared by applications.0 already.' },
      { code: 'INVALID', field: ['applications', '3', 'name'], message: 'Is declared by applications.2 already.' },
    ]);
  });

  it('of a client id that cannot be, that another organization has, or that an application has another one of', async () => {
    const { clientId } = await world.register({ organizationId: world.other.id });
    await world.register({ name: 'Mine' });
    const answer = await apply({
      applications: [declared({ clientId }), { name: 'Mine', clientId: 'other-id' }, declared({ clientId: '__proto__' })],
    });
    expect(faultsOf(answer)).toEqual([
      'TAKEN applications.0.clientId',
      'IMMUTABLE applications.1.clientId',
      'INVALID applications.2.clientId',
    ]);
  });

  it('of the request as a whole', async () => {
    const whole = async (input: object, person?: 'member' | 'stranger') => faultsOf(await apply({ applications: [], ...input }, person));
    expect(await whole({ organizationId: 'nonsense' })).toEqual(['NOT_FOUND organizationId']);
    expect(await whole({}, 'stranger')).toEqual(['NOT_FOUND organizationId']);
    expect(await whole({}, 'member')).toEqual(['FORBIDDEN organizationId']);
    expect(await whole({ prune: true })).toEqual(['REQUIRED source']);
    expect(await whole({ source: 'a\nb' })).toEqual(['INVALID source']);
    expect(await whole({ applications: Array.from({ length: 1_001 }, () => ({})) })).toEqual(['LIMIT_EXCEEDED applications']);
  });
});

describe('an application that is declared for another source than before', () => {
  it('moves there, and is not deleted with what is left', async () => {
    const [moving, left] = [declared(), declared()];
    await apply({ applications: [moving, left], source: 'from' });
    const { plan } = await apply({ applications: [moving], source: 'to' });
    expect(plan).toMatchObject([
      { action: 'UPDATE', changes: [{ field: 'source', before: 'from', after: 'to' }], application: { source: 'to' } },
    ]);
    expect(actionsOf(await apply({ applications: [moving], source: 'to' }))).toEqual([`KEEP ${moving.name}`]);
    expect(actionsOf(await apply({ applications: [], source: 'from', prune: true }))).toEqual([`DELETE ${left.name}`]);
  });

  it('stays nobody’s where it was registered by hand', async () => {
    const { clientId } = await world.register();
    expect((await apply({ applications: [{ clientId }], source: 'by hand' })).plan).toMatchObject([
      { action: 'KEEP', application: { source: null } },
    ]);
    expect((await apply({ applications: [], source: 'by hand', prune: true })).plan).toEqual([]);
  });
});

it('tells of as many faults as anybody reads', async () => {
  const answer = await apply({ applications: Array.from({ length: 30 }, () => declared({ redirectUris: Array(50).fill('') })) });
  expect(answer.userErrors).toHaveLength(201);
  expect(answer.userErrors.at(-1)).toEqual({ code: 'LIMIT_EXCEEDED', field: [], message: 'Mend these first: there are 1300 more faults.' });
});

it('fits into an operation no more than twice', async () => {
  const aliases = (many: number) =>
    Array.from({ length: many }, (_, index) => `a${index}: applyApplications(input: $input) { plan { name } }`).join(' ');
  const ask = (many: number) =>
    world.ask.admin(`mutation ($input: ApplyApplicationsInput!) { ${aliases(many)} }`, {
      input: { organizationId: world.acme.id, applications: [], source: 'aliases', prune: true },
    });
  expect((await ask(2)).errors).toBeUndefined();
  expect((await ask(3)).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX' } }]);
});

it('tells of one hidden client id at a time, and counts it', async () => {
  const hidden = [await world.register({ organizationId: world.other.id }), await world.register({ organizationId: world.other.id })];
  const applications = hidden.map(({ clientId }) => declared({ clientId }));
  // a client id that is hidden after the first is answered as one that is free
  const own = await world.register({ name: 'Own' });
  expect(own.clientId).toEqual(expect.any(String));
  for (const clientId of [hidden[1]?.clientId, 'free-client-id'])
    expect(faultsOf(await apply({ applications: [applications[0], { name: 'Own', clientId }] }))).toEqual([
      'TAKEN applications.0.clientId',
      'IMMUTABLE applications.1.clientId',
    ]);
  expect(faultsOf(await apply({ applications }))).toEqual(['TAKEN applications.0.clientId']);
  expect(faultsOf(await apply({ applications }, 'superuser'))).toEqual(['TAKEN applications.0.clientId', 'TAKEN applications.1.clientId']);
});

it('of hundreds costs as many reads as of ten, and as many writes for each; and a thousand are taken at once', async () => {
  const statements = async (applications: readonly object[], more: object = {}) => {
    const query =
      'mutation ($input: ApplyApplicationsInput!) { applyApplications(input: $input) { plan { action } userErrors { field message } } }';
    const { data, lines } = await world.ask.admin(query, {
      input: { organizationId: world.acme.id, applications, source: 'hundreds', ...more },
    });
    expect(data.applyApplications.userErrors).toEqual([]);
    // beside what is written later of other requests
    const all = lines.filter((line) => /"sql":".*\\"(application|client_secret|activity_entry)\\"/.test(line));
    const reads = all.filter((line) => !/(insert into|update|delete from) /.test(line)).length;
    return { actions: [...new Set(data.applyApplications.plan.map(({ action }: Plan) => action))], reads, writes: all.length - reads };
  };
  const some = (many: number, more: object = {}) =>
    Array.from({ length: many }, (_, index) => declared({ name: `Of ${many}: ${index}`, clientId: `of-${many}-${index}`, ...more }));
  const costs: Record<string, unknown>[] = [];
  for (const many of [10, 300]) {
    const [created, kept] = [await statements(some(many)), await statements(some(many))];
    const changed = await statements(some(many, { description: 'changed' }));
    const deleted = await statements([], { prune: true });
    expect([created, kept, changed, deleted].map(({ actions }) => actions)).toEqual([['CREATE'], ['KEEP'], ['UPDATE'], ['DELETE']]);
    costs.push({
      reads: [created.reads, kept.reads, changed.reads],
      deleted: Math.floor((deleted.writes + deleted.reads) / many),
      kept: kept.writes,
      created: Math.floor(created.writes / many),
      changed: Math.floor(changed.writes / many),
    });
  }
  expect(costs[1]).toEqual(costs[0]);
  expect((await statements(some(1_000))).actions).toEqual(['CREATE']);
});

it('twice at once registers once, and tells the slower one', async () => {
  const applications = [declared({ name: 'At once' }), declared({ name: 'At once, too' })];
  const answers = await Promise.all([apply({ applications }), apply({ applications }), apply({ applications })]);
  const outcomes = answers.map((answer) =>
    answer.plan ? [...new Set(answer.plan.map(({ action }) => action))].join() : faultsOf(answer)[0],
  );
  expect(outcomes.filter((outcome) => outcome === 'CREATE')).toHaveLength(1);
  for (const outcome of outcomes) expect(['CREATE', 'KEEP', 'TAKEN name', 'CONFLICT ']).toContain(outcome);
  const { data } = await world.ask.admin('{ applications(filter: { search: "At once" }) { totalCount } }');
  expect(data.applications.totalCount).toBe(2);
});
