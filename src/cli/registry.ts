import type { ApplyApplicationsInput } from '../declarations/declaration.inputs.ts';
import { applyApplications } from '../declarations/declaration.service.ts';
import { findByName } from '../organizations/organization.loaders.ts';
import { toGlobalId } from '../shared/ids.ts';
import { isLoopback } from '../shared/network.ts';
import { keyOf, trimmed } from '../shared/text.ts';
import type { UserError } from '../shared/user-errors.ts';
import type { Planned } from './declarations.ts';
import { CommandError } from './fail.ts';
import { asOperator } from './with-store.ts';

/** Where declarations are applied: the database, or a gateway. */
export interface Registry {
  /** The id of the organization with a name; undefined if there is none. */
  organizationId(name: string): Promise<string | undefined>;
  apply(input: ApplyApplicationsInput): Promise<Applied>;
}

/** What `applyApplications` answers, as far as commands tell of it. */
interface Applied {
  readonly plan?: readonly Planned[] | null;
  readonly userErrors: readonly UserError[];
}

/** Does something with the registry at an address, or else with that of the configuration. @throws {CommandError} */
export async function withRegistry<T>(server: string | undefined, work: (registry: Registry) => Promise<T>): Promise<T> {
  if (server !== undefined) return work(remote(server));
  return asOperator((context) =>
    work({
      organizationId: async (name) => {
        const found = await findByName(context.store, name);
        return found && toGlobalId('Organization', found.databaseId);
      },
      apply: (input) => applyApplications(context, input),
    }),
  );
}

const ORGANIZATIONS = `query Organizations($search: String, $after: String) {
  organizations(first: 100, after: $after, search: $search) { nodes { id name } pageInfo { hasNextPage endCursor } }
}`;
/** How many characters of a name are searched for: a search has at most 100, of two units each. */
const SOUGHT = 50;
const APPLY = `mutation Apply($input: ApplyApplicationsInput!) {
  applyApplications(input: $input) {
    plan {
      action index name clientId clientSecret revokedTokenCount
      changes { field before after }
      secrets { fate hint name }
    }
    userErrors { field code message }
  }
}`;

function remote(server: string): Registry {
  const token = process.env.CLIENTELE_TOKEN;
  if (!token) throw new CommandError('CLIENTELE_TOKEN is missing: the token with which --server is asked.');
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server))
    throw new CommandError(`--server must be an http or https URL, such as https://clientele.example.org, not what was given.`);
  const { protocol, username, password, hostname } = new URL(server);
  if (username || password) throw new CommandError('--server must not have a user name or password. The token is in CLIENTELE_TOKEN.');
  if (protocol === 'http:' && !isLoopback(hostname))
    process.stderr.write(`Over http, whoever is between here and ${hostname} can read the token and all secrets.\n`);
  const address = `${server.replace(/\/+(graphql\/?)?$/, '')}/graphql`;
  return {
    organizationId: async (typed) => {
      const search = [...trimmed(typed)].slice(0, SOUGHT).join('');
      for (let after: string | null = null; ; ) {
        const page: Organizations = await ask<Organizations>(address, token, ORGANIZATIONS, { search, after });
        const { nodes, pageInfo } = page.organizations;
        const found = nodes.find(({ name }) => keyOf(name) === keyOf(typed));
        if (found || !pageInfo.hasNextPage) return found?.id;
        after = pageInfo.endCursor;
      }
    },
    apply: async (input) => (await ask<{ applyApplications: Applied }>(address, token, APPLY, { input })).applyApplications,
  };
}

/** A page of the organizations in whose name something is. */
interface Organizations {
  readonly organizations: {
    readonly nodes: readonly { readonly id: string; readonly name: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

interface GraphQLAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

async function ask<Data>(address: string, token: string, query: string, variables: object): Promise<Data> {
  let answer: GraphQLAnswer<Data>;
  let status: number;
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query, variables }),
      // what is asked has secrets in it
      redirect: 'error',
    });
    status = response.status;
    answer = (await response.json()) as GraphQLAnswer<Data>;
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    const isUnknown = query === APPLY ? ' Whether anything was changed is not known: "clientele plan" says it.' : '';
    throw new CommandError(`${address} did not answer as a gateway does: ${cause?.message || message}.${isUnknown}`);
  }
  if (answer.errors?.length || !answer.data)
    throw new CommandError(`${address} answered ${status}: ${answer.errors?.map(({ message }) => message).join(' ') || 'nothing'}`);
  return answer.data;
}
