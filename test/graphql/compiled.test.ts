import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let application: string;
beforeAll(async () => {
  world = await startWorld();
  application = (await world.register({ name: 'Portal', clientId: 'portal' })).id;
});
afterAll(() => world.stop());

const USES = [1, 2, 3, 4];

/** Asks the same several times, and expects the same answer each time. */
async function always(query: string, variables: Record<string, unknown>, expected: object): Promise<void> {
  for (const use of USES) {
    const { data, errors } = await world.ask.superuser(query, variables);
    expect({ use, data, errors }).toEqual({ use, errors: undefined, data: expected });
  }
}

describe('an answer is the same at every use of a document', () => {
  it('with a fragment that is left out in one place and spread in another', async () => {
    const query = `query ($id: ID!, $detail: Boolean!) { one: application(id: $id) { ...Card @include(if: $detail) } list: nodes(ids: [$id]) { ...Card } }
      fragment Card on Application { name clientId }`;
    const card = { name: 'Portal', clientId: 'portal' };
    await always(query, { id: application, detail: false }, { one: {}, list: [card] });
    await always(query, { id: application, detail: true }, { one: card, list: [card] });
  });

  it('with names that every object has', async () => {
    const query =
      'query constructor($toString: ID!) { valueOf: application(id: $toString) { hasOwnProperty: name constructor: clientId } }';
    await always(query, { toString: application }, { valueOf: { hasOwnProperty: 'Portal', constructor: 'portal' } });
  });

  it('with the alias __proto__, and a variable and an operation of that name', async () => {
    const query = 'query __proto__($__proto__: ID!) { __proto__: application(id: $__proto__) { __proto__: name clientId } }';
    const variables = JSON.parse(`{ "__proto__": "${application}" }`);
    for (const _ of USES) {
      const { data, errors } = await world.ask.superuser(query, variables);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toBe('{"__proto__":{"__proto__":"Portal","clientId":"portal"}}');
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('with variables in lists and objects that are given, missing and null', async () => {
    const one = 'query ($id: ID!) { nodes(ids: [$id, "x"]) { id } }';
    await always(one, { id: application }, { nodes: [{ id: application }, null] });
    const filtered = 'query ($search: String) { applications(filter: { search: $search }) { totalCount } }';
    await always(filtered, { search: 'nothing like it' }, { applications: { totalCount: 0 } });
    await always(filtered, { search: null }, { applications: { totalCount: 1 } });
    await always(filtered, {}, { applications: { totalCount: 1 } });
  });

  it('with defaults of variables, times among them', async () => {
    const query = `query ($t: DateTime = "2001-02-03T04:05:06Z", $filter: ApplicationFilter = { unusedSince: "2999-01-01T00:00:00+01:00" }) {
      before: applications(filter: { secretExpiresBefore: $t }) { totalCount } unused: applications(filter: $filter) { totalCount } }`;
    await always(query, {}, { before: { totalCount: 0 }, unused: { totalCount: 1 } });
  });

  it('with a single value for a list', async () => {
    await always('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: application }, { nodes: [{ id: application }] });
  });
});

it('a text in a document never becomes code', async () => {
  for (const mark of ['DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d', 'NAN__57f286b9_4c20_487f_b409_79804ddcb4f8']) {
    for (const rest of ['1', '0)};globalThis.injected=true;//', '']) {
      await always(`{ application(clientId: "__MAGIC_${mark}${rest}") { id } }`, {}, { application: null });
      await always(
        `{ applications(filter: { search: "\\u005f_MAGIC_${mark}${rest}" }) { totalCount } }`,
        {},
        { applications: { totalCount: 0 } },
      );
    }
  }
  expect(globalThis).not.toHaveProperty('injected');
});
