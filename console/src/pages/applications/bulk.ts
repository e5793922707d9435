import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { messageOf } from '../../api/errors.ts';
import { orRefused, Refused, type UserError } from '../../api/user-errors.ts';
import { DELETE, REVOKE, SET_ENABLED, SUBJECTS, type Subject } from './operations.ts';

/** What can be done to many applications at once. */
export type Action = 'enable' | 'disable' | 'revoke' | 'delete';

/** What came of it. */
export interface Outcome {
  readonly done: readonly Subject[];
  readonly refused: readonly { readonly subject: Subject; readonly why: string }[];
  /** To which nothing was done, because the gateway did not answer or somebody has stopped it. */
  readonly untried: readonly Subject[];
}

/** The most objects that the API finds at once. */
const MOST = 100;

/** Reads what is told of applications before something is done to them: as they are now. Those that are gone are left out. */
export async function readSubjects(client: ApolloClient, ids: readonly string[]): Promise<readonly Subject[]> {
  const found: Subject[] = [];
  for (let start = 0; start < ids.length; start += MOST) {
    const { data } = await client.query({
      query: SUBJECTS,
      variables: { ids: ids.slice(start, start + MOST) },
      fetchPolicy: 'network-only',
    });
    found.push(...(data?.nodes ?? []).filter((node): node is Subject => node !== null && 'tokenCounts' in node));
  }
  return found;
}

/** Whether something would be another than it is. */
export const wouldChange = (action: Action, { enabled }: Subject): boolean =>
  action === 'enable' ? !enabled : action === 'disable' ? enabled : true;

async function mutate<Data extends object, Variables extends OperationVariables>(
  client: ApolloClient,
  mutation: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  errorsOf: (data: Data) => readonly UserError[],
): Promise<void> {
  const { data } = await client.mutate<Data, OperationVariables>({ mutation, variables });
  orRefused(data ? errorsOf(data as Data) : []);
}

async function act(client: ApolloClient, action: Action, { id, version: expectedVersion }: Subject): Promise<void> {
  if (action === 'revoke') return mutate(client, REVOKE, { input: { applicationId: id } }, (data) => data.revokeTokens.userErrors);
  if (action !== 'delete') {
    const input = { id, expectedVersion, enabled: action === 'enable' };
    return mutate(client, SET_ENABLED, { input }, (data) => data.updateApplication.userErrors);
  }
  await mutate(client, DELETE, { input: { id, expectedVersion } }, (data) => data.deleteApplication.userErrors);
  client.cache.evict({ id: client.cache.identify({ __typename: 'Application', id }) });
}

/**
 * Does something to one application after the other. One that is refused leaves the others alone; where a request fails, those
 * that follow are not tried.
 * @param onProgress is told after each how many were tried
 */
export async function actOnAll(
  client: ApolloClient,
  action: Action,
  subjects: readonly Subject[],
  onProgress: (tried: number) => void,
  isStopped: () => boolean,
): Promise<Outcome> {
  const done: Subject[] = [];
  const refused: { subject: Subject; why: string }[] = [];
  let isFailing = false;
  for (const subject of subjects) {
    if (isFailing || isStopped()) break;
    try {
      await act(client, action, subject);
      done.push(subject);
    } catch (error) {
      refused.push({ subject, why: messageOf(error) });
      isFailing = !(error instanceof Refused);
    }
    onProgress(done.length + refused.length);
  }
  client.cache.gc();
  return { done, refused, untried: subjects.slice(done.length + refused.length) };
}
