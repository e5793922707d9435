import type { ImportedClient, Known } from '../../../../src/declarations/import/report.rules.ts';
import { SOURCES } from '../../../../src/declarations/import/sources.rules.ts';
import type { Relaxation } from '../../../../src/shared/settings.ts';
import { CALLBACK, only, SAFE } from './reports.ts';

type Members = Readonly<Record<string, unknown>>;

/** What becomes of a public client with a redirect URI, and what else is said of it, alone in a realm. */
export function translated(client: Members, known: Known = SAFE, realm: Members = {}): ImportedClient {
  const whole = { clientId: 'portal', publicClient: true, redirectUris: [CALLBACK], ...client };
  return only(SOURCES.keycloak.translate({ realm: 'demo', ...realm, clients: [whole] }, known));
}

export const allowed = (...redirectUriRules: Relaxation[]): Known => ({ ...SAFE, redirectUriRules });

export const changesOf = ({ changed }: ImportedClient, field: string) => changed.filter((change) => change.field === field);
