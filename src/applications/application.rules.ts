import { registerEnumType } from 'type-graphql';
import { isReserved } from '../shared/reserved-names.ts';
import { implied } from '../shared/scopes.ts';
import type { Settings } from '../shared/settings.ts';
import { isStorable } from '../shared/text.ts';
import type { Faults, FieldPath } from '../shared/user-errors.ts';

/** Whether a client can keep a secret (RFC 6749, section 2.1). */
export enum ClientType {
  CONFIDENTIAL = 'CONFIDENTIAL',
  PUBLIC = 'PUBLIC',
}

registerEnumType(ClientType, {
  name: 'ClientType',
  description: 'Whether a client can keep a secret (RFC 6749, section 2.1).',
  valuesConfig: {
    CONFIDENTIAL: { description: 'It runs where its users cannot read it, and authenticates with a secret.' },
    PUBLIC: { description: 'It runs with its users (a browser, a phone, a desktop) and has no secret.' },
  },
});

/** How a client gets its tokens. */
export enum GrantType {
  AUTHORIZATION_CODE = 'AUTHORIZATION_CODE',
  PASSWORD = 'PASSWORD',
  CLIENT_CREDENTIALS = 'CLIENT_CREDENTIALS',
  DEVICE_CODE = 'DEVICE_CODE',
}

registerEnumType(GrantType, {
  name: 'GrantType',
  description: 'How a client gets its tokens.',
  valuesConfig: {
    AUTHORIZATION_CODE: { description: 'Users log in and consent in their browser (RFC 6749, section 4.1).' },
    PASSWORD: {
      description: 'Users give it their password (RFC 6749, section 4.3). Only for older systems: RFC 9700, section 2.4, forbids it.',
    },
    CLIENT_CREDENTIALS: { description: 'It acts for itself, without a user (RFC 6749, section 4.4).' },
    DEVICE_CODE: { description: 'Users log in on another device (RFC 8628).' },
  },
});

/** The grant types that a client of each type may have. */
export const GRANT_TYPES_BY_CLIENT_TYPE: Readonly<Record<ClientType, readonly GrantType[]>> = {
  [ClientType.CONFIDENTIAL]: Object.values(GrantType),
  [ClientType.PUBLIC]: [GrantType.AUTHORIZATION_CODE, GrantType.PASSWORD, GrantType.DEVICE_CODE],
};

/** The most grant types of an application: each once. */
export const MAXIMUM_GRANT_TYPES = Object.values(GrantType).length;
/** The most client secrets that work at a time. */
export const MAXIMUM_LIVE_SECRETS = 5;
/** Seconds for which an earlier secret may outlive a rotation at most: 30 days. */
export const MAXIMUM_SECRET_OVERLAP = 30 * 24 * 60 * 60;
/** The scope of an application that asks for none. */
export const DEFAULT_SCOPES: readonly string[] = ['write'];

/** How many scopes of a list may be wrong for each to be told, beside as many as there are. */
const WRONG_SCOPES_TOLD = 50;
/** The most characters of a wrong scope that is repeated in the answer. */
const LONGEST_SCOPE_TOLD = 255;

const CLIENT_ID = /^[A-Za-z0-9._~-]{3,255}$/;

/** What stands beside client ids in paths, and so can be none (`docs/doors.md`). */
const DESCRIPTION = 'openapi.json';

/** The client id of the console, which is the gateway's own. */
export const CLIENT_ID_OF_CONSOLE = 'clientele-console';

const isUnusable = (clientId: string): boolean => isReserved(clientId) || clientId === DESCRIPTION;

/** Checks a client identifier that the caller has chosen. @returns whether it is in order */
export function checkClientId(faults: Faults, clientId: string): boolean {
  if (CLIENT_ID.test(clientId) && !isUnusable(clientId)) return true;
  if (clientId.length > 255) faults.add('TOO_LONG', 'clientId', `Must have at most 255 characters; it has ${clientId.length}.`);
  else if (isUnusable(clientId)) faults.add('INVALID', 'clientId', `No application can be called "${clientId}": choose another client id.`);
  else faults.add('INVALID', 'clientId', 'Must have 3 to 255 characters of A-Z, a-z, 0-9 and ". _ ~ -".');
  return false;
}

/**
 * The grant types that an input chooses, as they are kept: the authorization grant type, then the others in the order of the enumeration.
 * @param kept the authorization grant type of an application that there is
 * @returns nothing where the input chooses none, or what it chooses is wrong
 */
export function chosenGrantTypes(
  faults: Faults,
  { authorizationGrantType, grantTypes }: { authorizationGrantType?: GrantType | null; grantTypes?: readonly GrantType[] | null },
  kept?: GrantType,
): { authorizationGrantType?: GrantType; grantTypes?: GrantType[] } {
  const first = kept ?? authorizationGrantType ?? grantTypes?.[0];
  if (grantTypes?.length === 0) faults.add('REQUIRED', 'grantTypes', 'Give at least one.');
  if (first == null || grantTypes?.length === 0) return {};
  if (grantTypes == null) return kept ? {} : { authorizationGrantType: first, grantTypes: [first] };
  if (grantTypes.length > MAXIMUM_GRANT_TYPES) {
    faults.add('LIMIT_EXCEEDED', 'grantTypes', `At most ${MAXIMUM_GRANT_TYPES}; there are ${grantTypes.length}.`);
    return {};
  }
  grantTypes.forEach((grantType, index) => {
    if (grantTypes.indexOf(grantType) < index) faults.add('INVALID', ['grantTypes', String(index)], `${grantType} is given twice.`);
  });
  const others = Object.values(GrantType).filter((type) => type !== first && grantTypes.includes(type));
  if (!grantTypes.includes(first))
    faults.add('INVALID', 'grantTypes', `Must have ${first}, the authorizationGrantType, which never changes.`);
  return { authorizationGrantType: first, grantTypes: [first, ...others] };
}

/**
 * Checks that the type of client may have the grant types.
 * @param field where each is to be found: the list of them, or what else can be changed
 */
export function checkGrantTypes(faults: Faults, field: FieldPath, clientType: ClientType, grantTypes: readonly GrantType[]): void {
  grantTypes.forEach((grantType, index) => {
    if (GRANT_TYPES_BY_CLIENT_TYPE[clientType].includes(grantType)) return;
    const path = field === 'grantTypes' ? [field, String(index)] : field;
    faults.add('NOT_SUPPORTED_FOR_PUBLIC_CLIENT', path, `${grantType} needs a CONFIDENTIAL client (RFC 6749, section 4.4).`);
  });
}

/** What holds for each of a list. */
interface Each {
  /** How many there may be. */
  readonly most: number;
  /** What a fault is called. */
  readonly code: Parameters<Faults['add']>[0];
  /** What is wrong with one; undefined if nothing is. */
  readonly whyUnfit: (item: string) => string | undefined;
}

/** Checks each of a list, and that there are not too many and none twice; each fault names the index. */
export function checkEach(faults: Faults, field: string, items: readonly string[], { most, code, whyUnfit }: Each): void {
  if (items.length > most) faults.add('LIMIT_EXCEEDED', field, `At most ${most}; there are ${items.length}.`);
  items.slice(0, most).forEach((item, index) => {
    const why = whyUnfit(item) ?? (items.indexOf(item) < index ? 'Is given twice.' : undefined);
    if (why !== undefined) faults.add(code, [field, String(index)], why);
  });
}

/** The most seconds for which anything is valid: what GraphQL has as an `Int`. */
const MAXIMUM_VALIDITY = 2 ** 31 - 1;

/** Checks a validity in seconds. */
export function checkValidity(faults: Faults, field: string, seconds: number | null | undefined): void {
  if (seconds != null && seconds <= 0) faults.add('INVALID', field, `Must be a positive number of seconds, not ${seconds}.`);
  if (seconds != null && seconds > MAXIMUM_VALIDITY) faults.add('INVALID', field, `Must be at most ${MAXIMUM_VALIDITY} seconds.`);
}

/** The most characters of the address of a page. */
export const MAXIMUM_URL_LENGTH = 2048;

/** Checks the address of a page for people. @param message what it must be */
export function checkUrl(
  faults: Faults,
  field: string,
  url: string | null | undefined,
  message = 'Must be an absolute http or https URL.',
): void {
  if (url == null) return;
  if (url.length > MAXIMUM_URL_LENGTH)
    faults.add('TOO_LONG', field, `Must have at most ${MAXIMUM_URL_LENGTH} characters; it has ${url.length}.`);
  else if (!/^https?:\/\/\S+$/i.test(url) || !isStorable(url) || !URL.canParse(url)) faults.add('INVALID', field, message);
}

/** Checks that scopes exist and are given once. @returns whether they all are in order */
export function checkScopes(faults: Faults, field: string, scopes: readonly string[], { scopes: catalogue }: Settings): boolean {
  const seen = new Set<string>();
  const names = catalogue.map((scope) => scope.name);
  const most = names.length + WRONG_SCOPES_TOLD;
  if (scopes.length > most) {
    faults.add('LIMIT_EXCEEDED', field, `At most ${most}; there are ${scopes.length}.`);
    return false;
  }
  let sound = true;
  scopes.forEach((scope, index) => {
    const path = [field, String(index)];
    const other = names.find((name) => name.toLowerCase() === scope.toLowerCase());
    if (seen.has(scope)) faults.add('INVALID_SCOPE', path, `"${scope}" is given twice.`);
    else if (!names.includes(scope)) {
      const message = `There is no scope "${scope.length > LONGEST_SCOPE_TOLD ? '…' : scope}"`;
      faults.add('INVALID_SCOPE', path, other ? `${message}; did you mean "${other}"?` : `${message}.`);
    } else {
      seen.add(scope);
      return;
    }
    sound = false;
  });
  return sound;
}

/**
 * Checks that no scope is above the maximum; a scope includes those that it implies.
 * @param field the field that has the scopes; or, as a path, where else the fault is to be found
 */
export function checkCeiling(faults: Faults, field: FieldPath, scopes: readonly string[], maximum: readonly string[], whose: string): void {
  const allowed = implied(maximum);
  scopes.forEach((scope, index) => {
    const path = typeof field === 'string' ? [field, String(index)] : field;
    if (!allowed.has(scope))
      faults.add('SCOPE_EXCEEDS_MAXIMUM', path, `"${scope}" is above what ${whose}: ${maximum.join(' ') || 'nothing'}.`);
  });
}

/** Whether a secret works at a time. */
export const isLive = ({ expiresAt }: { expiresAt: Date | null }, now: Date): boolean => expiresAt === null || expiresAt > now;
