import { expect } from '@jest/globals';
import type { DoorWorld } from './world.ts';

/** A number that nothing has. */
export const NOTHING = 987_654;
/** A client id that nothing has, as long as a generated one. */
export const NONE = 'x'.repeat(40);

/** What an ADMIN of another organization is answered, whatever it is called that was asked for. */
export async function told(
  { rest }: DoorWorld,
  method: string,
  path: string,
  body?: unknown,
  names: readonly (string | number)[] = [],
): Promise<unknown> {
  const { status, headers, text } = await rest.admin(method, path, body);
  const { date: _, 'x-request-id': __, 'content-length': ___, ...others } = headers;
  // an answer of no door would be like any other
  expect(text).not.toContain('The API is at /graphql');
  const unnamed = names.reduce<string>(
    (said, name) => said.replaceAll(typeof name === 'number' ? new RegExp(`\\b${name}\\b`, 'g') : name, 'NAME'),
    text,
  );
  return { status, headers: others, text: unnamed };
}

/** Asks for something hidden, and in the same words for something that there is not. */
export async function expectSame(
  world: DoorWorld,
  method: string,
  ask: (id: string | number) => [path: string, body?: unknown],
  [hidden, none]: readonly [string | number, string | number],
): Promise<void> {
  const [hiddenPath, hiddenBody] = ask(hidden);
  const [path, body] = ask(none);
  const about = { method, path: hiddenPath };
  expect({ ...about, answer: await told(world, method, hiddenPath, hiddenBody, [encodeURIComponent(hidden), hidden]) }).toEqual({
    ...about,
    answer: await told(world, method, path, body, [encodeURIComponent(none), none]),
  });
}
