import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { ClientType, GrantType } from '../../../src/applications/application.rules.ts';
import type { Reply, Rest } from './rest.ts';
import { type DoorWorld, startDoors } from './world.ts';

/** What Venafi answers where a call has done what it was to do. */
export const DONE = { Result: 0, Success: true };
/** What it answers where there is no such thing. */
export const NOT_THERE = { status: 200, body: { Result: 2, Success: false } };

const SCOPES = {
  certificate: 'Use certificates.',
  'certificate:manage': 'Request, renew and revoke certificates.',
  'certificate:discover': 'Find certificates on the network.',
  configuration: 'Read and write policies.',
};

/** A world with Venafi's scopes. */
export async function startVenafi(environment: Record<string, string> = {}): Promise<DoorWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'clientele-scopes-'));
  const file = join(directory, 'scopes.json');
  writeFileSync(file, JSON.stringify(SCOPES));
  const world = await startDoors({ SCOPES_FILE: file, ...environment });
  rmSync(directory, { recursive: true });
  return world;
}

/** Calls a method of `vedsdk/OAuth`. */
export const call = (rest: Rest, method: string, body: object = {}): Promise<Reply> => rest('POST', `/vedsdk/OAuth/${method}`, body);

/** What was answered, for a comparison. */
export const said = ({ status, body }: Reply) => ({ status, body });

/** Whether a call was refused as an invalid one: by a status, or by a result code. */
export function expectInvalid({ status, body }: Reply): void {
  if (status === 400)
    expect(body).toMatchObject({ error: expect.stringMatching(/^invalid_/), error_description: expect.stringMatching(/\S/) });
  else expect({ status, body }).toMatchObject({ status: 200, body: { Result: expect.any(Number), Success: false } });
  if (status === 200) expect([1, 6, 17]).toContain(body.Result);
}

let count = 0;

/** What Venafi's page gives for a new application, under an id and a name that no other has. */
export const newApplication = (more: object = {}) => {
  const number = ++count;
  return {
    ApplicationId: `robot-${number}`,
    Name: `Robot ${number}`,
    Vendor: 'My Company, LLC',
    Description: 'Renews what expires',
    Url: 'https://robot.example.org/',
    Scope: 'certificate:manage',
    MaximumScope: 'certificate:manage,discover;configuration',
    ...more,
  };
};

/** A client such as vcert is: it has no secret, and asks with a name and a password, or shows a code. */
export const registerVcert = (world: DoorWorld) =>
  world.register({
    clientType: ClientType.PUBLIC,
    authorizationGrantType: GrantType.PASSWORD,
    grantTypes: [GrantType.PASSWORD, GrantType.DEVICE_CODE],
    redirectUris: [],
    scopes: ['certificate:manage', 'certificate:discover', 'configuration'],
    maximumScopes: ['write', 'certificate:manage', 'certificate:discover', 'configuration'],
  });
