import type { CreateApplicationInput } from '../../src/applications/application.inputs.ts';
import { ClientType, GrantType } from '../../src/applications/application.rules.ts';
import { createApplication } from '../../src/applications/application.service.ts';
import { OrganizationRole } from '../../src/organizations/membership.entity.ts';
import { createOrganization, setMember } from '../../src/organizations/organization.service.ts';
import { createUser } from '../../src/users/user.service.ts';
import { copyOf, databaseName, freshDatabase, keep } from './database.ts';
import { type Ask, type Gateway, startGateway } from './gateway.ts';

/** Everybody that the table of rights speaks of. */
export const PEOPLE = ['superuser', 'systemAuditor', 'admin', 'auditor', 'member', 'stranger'] as const;
export type Person = (typeof PEOPLE)[number];

/** Something that was made: its global id and its number. */
export interface Made {
  readonly id: string;
  readonly databaseId: number;
}

/** A gateway with two organizations: `acme`, in which three people have a role each, and `other`, in which none has. */
export interface World extends Gateway {
  readonly users: Readonly<Record<Person, Made>>;
  readonly acme: Made;
  readonly other: Made;
  /** Asks as a person with a personal token of all the scopes that the person may have. */
  readonly ask: Readonly<Record<Person, Ask>>;
  /** Registers an application as the operator; a confidential one of `acme` unless said otherwise. */
  register(input?: CreateApplicationInput): Promise<Made & { clientId: string; clientSecret: string | null }>;
}

const made = <T extends object>(payload: { userErrors: readonly unknown[] } & T): T => {
  if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors));
  return payload;
};

/** What a world begins with. */
interface Beginning extends Pick<World, 'users' | 'acme' | 'other'> {
  readonly tokens: Readonly<Record<Person, string>>;
}

/** A database in which a world begins. */
interface Begun extends Beginning {
  readonly url: string;
}

declare global {
  /** Made once by each worker, because that takes as long as to start a gateway. */
  var begunWorlds: { [database in typeof databaseName]?: Promise<Begun> } | undefined;
}

/** Starts a world. @param environment further environment variables of its gateway @param consoleFiles where the console was built */
export async function startWorld(environment: Record<string, string> = {}, consoleFiles?: string): Promise<World> {
  // without databases that are made to be copied, as in a browser's tests, nobody needs a world twice
  if (environment.DATABASE_URL || !process.env.TEST_DIRECTORY) {
    const gateway = await startGateway(environment, consoleFiles);
    return worldOf(gateway, await begin(gateway));
  }
  const { url, ...beginning } = await begun();
  return worldOf(await startGateway({ ...environment, DATABASE_URL: await copyOf(url) }, consoleFiles), beginning);
}

/** What this worker's worlds are copies of. */
function begun(): Promise<Begun> {
  globalThis.begunWorlds ??= {};
  globalThis.begunWorlds[databaseName] ??= beginElsewhere();
  return globalThis.begunWorlds[databaseName] as Promise<Begun>;
}

async function beginElsewhere(): Promise<Begun> {
  const url = await freshDatabase();
  keep(url);
  const gateway = await startGateway({ DATABASE_URL: url });
  const beginning = await begin(gateway);
  await gateway.stop();
  return { url, ...beginning };
}

/** Makes the organizations, the people and their tokens. */
async function begin({ operator, tokenOf }: Gateway): Promise<Beginning> {
  const organization = async (name: string) => made(await createOrganization(operator, { name })).organization as Made;
  const [acme, other] = [await organization('Acme'), await organization('Other')];
  const users = {} as Record<Person, Made>;
  const tokens = {} as Record<Person, string>;
  for (const person of PEOPLE) {
    const flags = { isSuperuser: person === 'superuser', isSystemAuditor: person === 'systemAuditor' };
    users[person] = made(await createUser(operator, { username: person, password: 'correct horse', ...flags })).user as Made;
  }
  for (const [person, role] of [
    ['admin', OrganizationRole.ADMIN],
    ['auditor', OrganizationRole.AUDITOR],
    ['member', OrganizationRole.MEMBER],
  ] as const) {
    made(await setMember(operator, { organizationId: acme.id, userId: users[person].id, role }));
  }
  for (const person of PEOPLE) tokens[person] = await tokenOf(users[person].databaseId, person === 'superuser' ? ['admin'] : ['write']);
  return { users, acme, other, tokens };
}

function worldOf(gateway: Gateway, { users, acme, other, tokens }: Beginning): World {
  const { operator } = gateway;
  const ask = Object.fromEntries(PEOPLE.map((person) => [person, gateway.as(tokens[person])])) as Record<Person, Ask>;
  let count = 0;
  const register = async (input: CreateApplicationInput = {}) => {
    const { application, clientSecret } = made(
      await createApplication(operator, {
        name: `Application ${++count}`,
        organizationId: acme.id,
        clientType: ClientType.CONFIDENTIAL,
        authorizationGrantType: GrantType.AUTHORIZATION_CODE,
        redirectUris: ['https://app.example.org/callback'],
        ...input,
      }),
    );
    return { ...(application as Made & { clientId: string }), clientSecret: clientSecret ?? null };
  };
  return { ...gateway, users, acme, other, ask, register };
}
