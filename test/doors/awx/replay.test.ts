import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MASK, TIME } from '../support/awx.ts';
import { type DoorWorld, startDoors } from '../support/world.ts';

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** What a Terraform provider and AWX 24.6.1 have said to each other, in order. */
const RECORDED: readonly Exchange[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../declarations/samples/awx-recorded.json'), 'utf8'),
);

/** The fields whose values are made at random, and what theirs are like. */
const RANDOM: Readonly<Record<string, unknown>> = {
  id: expect.any(Number),
  created: TIME,
  modified: TIME,
  client_id: expect.stringMatching(/^[\w-]{40}$/),
  client_secret: expect.stringMatching(/^\S{24,}$/),
};

let world: DoorWorld;
/** What was made here at random, by what AWX had made. */
const ours = new Map<unknown, unknown>();

beforeAll(async () => {
  world = await startDoors();
});
afterAll(() => world.stop());

/** An address or a text with our ids for theirs. */
const withOurIds = (text: string) =>
  text.replace(/((?:\/organizations\/|\/applications\/|\borganization=))(\d+)/g, (_, before, id) => before + ours.get(Number(id)));

/** What was recorded, as it is to be here; values that are made at random are taken from ours where they come for the first time. */
function expected(recorded: unknown, actual: unknown, key = ''): unknown {
  if (Array.isArray(recorded)) return recorded.map((item, index) => expected(item, (actual as unknown[] | undefined)?.[index]));
  if (recorded !== null && typeof recorded === 'object') {
    const fields = actual as Record<string, unknown> | undefined;
    return Object.fromEntries(Object.entries(recorded).map(([name, value]) => [name, expected(value, fields?.[name], name)]));
  }
  if (key in RANDOM && recorded !== MASK && !ours.has(recorded)) {
    ours.set(recorded, actual);
    return RANDOM[key];
  }
  if (ours.has(recorded)) return ours.get(recorded);
  return typeof recorded === 'string' ? withOurIds(recorded) : recorded;
}

describe('what a Terraform provider has said to AWX, said to the door:', () => {
  it.each(RECORDED.map(({ method, url, ...rest }, index) => [index + 1, method, url, rest] as const))(
    '%i. %s %s',
    async (_, method, url, { body, status, answer }) => {
      const sent = body === null ? undefined : expected(body, undefined);
      const reply = await world.rest.superuser(method, withOurIds(url), sent);
      if (answer === null) expect({ status: reply.status, text: reply.text }).toEqual({ status, text: '' });
      else expect({ status: reply.status, answer: reply.body }).toMatchObject({ status, answer: expected(answer, reply.body) as object });
    },
  );

  it('and the secret was shown once, to be told from all others', () => {
    const secret = [...ours].find(([recorded]) => String(recorded).startsWith('made-up-'))?.[1];
    expect(secret).toEqual(RANDOM.client_secret);
    expect(secret).not.toBe(MASK);
    expect(world.logged.join('')).not.toContain(secret);
  });
});
