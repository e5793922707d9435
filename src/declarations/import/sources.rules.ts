import { AUTH0_MAPPING, importAuth0 } from './auth0.rules.ts';
import { AWX_MAPPING, importAwx } from './awx.rules.ts';
import { HYDRA_MAPPING, importHydra } from './hydra.rules.ts';
import { importKeycloak, KEYCLOAK_MAPPING } from './keycloak.rules.ts';
import type { ImportedClient, Known } from './report.rules.ts';
import type { Mapping, Row } from './source.rules.ts';

/** A system from which clients come, as commands and documents see it. */
interface NamedSource {
  readonly title: string;
  /** Of what each field of ours is made. */
  readonly mapping: { readonly [Field in keyof Mapping<never>]: Pick<Row<unknown, never>, 'theirs' | 'how'> };
  /** Translates a document. Never throws, whatever that is. @returns a report of each client */
  readonly translate: (document: unknown, known: Known) => ImportedClient[];
}

/** The systems from which clients come, by the names that `clientele import --from` has for them. */
export const SOURCES = {
  keycloak: { title: 'Keycloak', mapping: KEYCLOAK_MAPPING, translate: importKeycloak },
  hydra: { title: 'Ory Hydra', mapping: HYDRA_MAPPING, translate: importHydra },
  auth0: { title: 'Auth0', mapping: AUTH0_MAPPING, translate: importAuth0 },
  awx: { title: 'AWX', mapping: AWX_MAPPING, translate: importAwx },
} as const satisfies Readonly<Record<string, NamedSource>>;
