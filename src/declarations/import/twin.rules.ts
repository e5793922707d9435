import { keyOf } from '../../shared/text.ts';
import type { DocumentPath } from '../file.rules.ts';
import type { ImportedClient } from './report.rules.ts';

/**
 * Sees to it that no two clients of an input would be one application: of those with the same client id, all but the first
 * are faults; of those with the same name, all but the first are called by their client ids.
 */
export function withoutTwins(clients: readonly ImportedClient[]): ImportedClient[] {
  const clientIds = new Map<string, DocumentPath>();
  const names = new Map<string, DocumentPath>();
  return clients.map((client) => {
    const { application } = client;
    if (application === undefined) return client;
    const { clientId } = application;
    const twin = clientId == null ? undefined : clientIds.get(clientId);
    if (twin !== undefined) return refused(client, `Has the client id "${clientId}", as ${pathOf(twin)} has.`);
    if (clientId != null) clientIds.set(clientId, client.path);
    const name = application.name ?? '';
    const namesake = names.get(keyOf(name));
    if (namesake === undefined) {
      names.set(keyOf(name), client.path);
      return client;
    }
    const isTaken = clientId == null || names.has(keyOf(clientId));
    if (isTaken) return refused(client, `Has the name of ${pathOf(namesake)}, and names are unique inside an organization.`);
    names.set(keyOf(clientId), client.path);
    const change = { field: 'name', what: 'It is called by its client id.', why: `${pathOf(namesake)} has its name already.` };
    return { ...client, application: { ...application, name: clientId }, changed: [...client.changed, change] };
  });
}

const refused = ({ application: _, clientSecret: __, ...client }: ImportedClient, message: string): ImportedClient => ({
  ...client,
  faults: [...client.faults, { path: client.path, message }],
});

const pathOf = (path: DocumentPath): string => (path.length === 0 ? 'another' : path.join('.'));
