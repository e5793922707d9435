import { GrantType } from '../../src/applications/application.rules.ts';
import type { Random } from '../../src/demo/random.ts';
import type { Client, OAuthWorld } from '../oauth/support/provider.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { grant } from '../support/grant.ts';
import { mint } from '../support/mint.ts';
import { mutate } from '../support/mutate.ts';
import type { Made } from '../support/world.ts';

/** The environment of both gateways: most tokens that are shown do not work any more. */
export const RACING = { LOG_LEVEL: 'error', LIMIT_CREDENTIALS: '1000000' };

/** Access and refresh token of an application, and what has come of them. */
interface Line {
  readonly id: string;
  /** All access tokens: the first, refreshed and minted ones. */
  readonly accessTokens: string[];
  /** The latest refresh token, and those before. */
  readonly refreshTokens: string[];
}

/** What there is to revoke: a user's tokens at an application. */
export interface Prey {
  readonly client: Client;
  readonly user: Made;
  readonly grant: Made;
  readonly lines: readonly [Line, Line];
}

/** A way to end tokens, and which of the lines of tokens it ends. */
export interface Revocation {
  readonly ends: 'all' | 'first';
  readonly by: (race: Racers, prey: Prey) => Promise<unknown>;
}

/** Two gateways on one database. */
export interface Racers {
  readonly world: OAuthWorld;
  readonly second: Gateway;
}

const admin = ({ second }: Racers, token: string) => second.as(token);
const first = ({ lines }: Prey) => lines[0];
const post = (url: string, path: string, { clientId, clientSecret }: Client, fields: Record<string, string>) =>
  fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams(fields),
  });

/** Every way to revoke tokens that there is. @param superuser a token of one */
export const revocations = (superuser: string): Readonly<Record<string, Revocation>> => {
  const change = (race: Racers, operation: string, input: object) => mutate(admin(race, superuser), operation, input);
  const token = (race: Racers, prey: Prey, value: string | undefined) =>
    post(race.second.url, '/oauth/revoke', prey.client, { token: value ?? '' });
  return {
    'revokeTokens of an application': { ends: 'all', by: (race, { client }) => change(race, 'revokeTokens', { applicationId: client.id }) },
    'revokeTokens of a user': { ends: 'all', by: (race, { user }) => change(race, 'revokeTokens', { userId: user.id }) },
    'revokeTokens of a user at an application': {
      ends: 'all',
      by: (race, { client, user }) => change(race, 'revokeTokens', { applicationId: client.id, userId: user.id }),
    },
    revokeToken: { ends: 'first', by: (race, prey) => change(race, 'revokeToken', { id: first(prey).id }) },
    revokeGrant: { ends: 'all', by: (race, prey) => change(race, 'revokeGrant', { id: prey.grant.id }) },
    'POST /oauth/revoke with the access token': { ends: 'first', by: (race, prey) => token(race, prey, first(prey).accessTokens[0]) },
    'POST /oauth/revoke with the refresh token': { ends: 'first', by: (race, prey) => token(race, prey, first(prey).refreshTokens[0]) },
    'a disabled application': {
      ends: 'all',
      by: (race, { client }) => change(race, 'updateApplication', { id: client.id, enabled: false }),
    },
    'a deleted application': { ends: 'all', by: (race, { client }) => change(race, 'deleteApplication', { id: client.id }) },
    'a rotated secret': {
      ends: 'all',
      by: (race, { client }) => change(race, 'rotateClientSecret', { applicationId: client.id, keepPreviousFor: 60, revokeTokens: true }),
    },
    'a removed member': {
      ends: 'all',
      by: (race, { user }) => change(race, 'removeMember', { organizationId: race.world.acme.id, userId: user.id }),
    },
  };
};

/** Makes two lines of tokens of a member at a trusted application, whose tokens can mint. */
export async function makePrey({ world }: Racers, superuser: string): Promise<Prey> {
  const user = world.users.member;
  await mutate(world.as(superuser), 'setMember', { organizationId: world.acme.id, userId: user.id, role: 'MEMBER' });
  const client = await world.register({ authorizationGrantType: GrantType.DEVICE_CODE, redirectUris: [], trusted: true });
  const given = await grant(world, user, client);
  const line = async (): Promise<Line> => {
    const { token, accessToken, refreshToken } = await mint(world, { application: client, user });
    return { id: token.id, accessTokens: [accessToken], refreshTokens: [refreshToken as string] };
  };
  return { client, user, grant: given, lines: [await line(), await line()] };
}

/** Refreshes and mints so many times as fast as it goes, on both gateways by turns, or until nothing is given any more. */
async function flee({ world, second }: Racers, { client }: Prey, line: Line, random: Random, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    const gateway = random.chance(50) ? world : second;
    const minting = line.accessTokens.at(-1) as string;
    const [minted, refreshed] = await Promise.all([
      mintWith(gateway, minting),
      post(gateway.url, '/oauth/token', client, { grant_type: 'refresh_token', refresh_token: line.refreshTokens.at(-1) as string }),
    ]);
    if (refreshed.status >= 500) throw new Error(`refresh: ${refreshed.status} ${await refreshed.text()}`);
    const { access_token, refresh_token } = (await refreshed.json()) as { access_token?: string; refresh_token?: string };
    if (refresh_token) line.refreshTokens.push(refresh_token);
    // the last one mints next: by turns what was refreshed, and what was minted itself
    const made = [minted, access_token].filter((token) => token !== undefined);
    line.accessTokens.push(...(random.chance(50) ? made : made.reverse()));
    if (!access_token) return;
  }
}

async function mintWith(gateway: Gateway, token: string): Promise<string | undefined> {
  const { status, data, errors } = await gateway.as(token)('mutation { createToken(input: { scopes: ["write"] }) { accessToken } }');
  if (status >= 500 || errors?.some(({ extensions }) => extensions.code === 'INTERNAL_SERVER_ERROR'))
    throw new Error(`createToken: ${JSON.stringify(errors)}`);
  return data?.createToken?.accessToken ?? undefined;
}

/**
 * Revokes while tokens are refreshed and mint, three times each, of which so many are over before.
 * @returns what still works afterwards, and how much was made
 */
export async function race(racers: Racers, { ends, by }: Revocation, prey: Prey, random: Random, over: number) {
  await Promise.all(prey.lines.map((line) => flee(racers, prey, line, random, over)));
  const fleeing = prey.lines.map((line) => flee(racers, prey, line, random, 3 - over));
  await new Promise((resolve) => setTimeout(resolve, random.below(25)));
  await by(racers, prey);
  await Promise.all(fleeing);
  const ended = ends === 'all' ? prey.lines : prey.lines.slice(0, 1);
  const alive: string[] = [];
  for (const { accessTokens, refreshTokens } of ended) {
    for (const [index, token] of accessTokens.entries()) {
      const { status } = await racers.world.as(token)('{ viewer { id } }');
      if (status !== 401) alive.push(`access token ${index}: ${status}`);
    }
    const last = { grant_type: 'refresh_token', refresh_token: refreshTokens.at(-1) as string };
    const { status } = await post(racers.second.url, '/oauth/token', prey.client, last);
    if (status < 400) alive.push(`refresh token ${refreshTokens.length}: ${status}`);
  }
  return { alive, made: ended.flatMap(({ accessTokens }) => accessTokens.slice(1)).length };
}

/** Starts a second gateway on the database of a world, which issues under the same name. */
export const startSecond = (world: OAuthWorld, url: string): Promise<Gateway> =>
  startGateway({ DATABASE_URL: url, PUBLIC_URL: world.url, ...RACING });
