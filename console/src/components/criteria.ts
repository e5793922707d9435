import type { ApplicationFilter, ApplicationOrder, ApplicationOrderField, ClientType, GrantType } from '../api/generated/graphql.ts';
import { daysAgo } from './days-ago.ts';

/** Which applications are listed, and in which order, as the address says it. */
export interface Criteria {
  readonly search?: string;
  readonly organizationId?: string;
  readonly enabled?: boolean;
  readonly clientType?: ClientType;
  readonly grantType?: GrantType;
  /** Those that have every one of these. */
  readonly tags?: readonly string[];
  readonly scope?: string;
  /** For how many days nobody has used them. */
  readonly unusedDays?: number;
  /** Within how many days a secret ends. */
  readonly secretDays?: number;
  readonly hasLiveTokens?: boolean;
  readonly order?: ApplicationOrder;
}

/** The longest text that the API searches for. */
export const LONGEST_SEARCH = 100;
/** The order of the API, where none is asked for. */
export const DEFAULT_ORDER: ApplicationOrder = { field: 'ORGANIZATION', direction: 'ASC' };

const CLIENT_TYPES: readonly ClientType[] = ['CONFIDENTIAL', 'PUBLIC'];
const GRANT_TYPES: readonly GrantType[] = ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'DEVICE_CODE', 'PASSWORD'];
const FIELDS: readonly ApplicationOrderField[] = ['NAME', 'ORGANIZATION', 'VENDOR', 'CREATED_AT', 'MODIFIED_AT', 'LAST_USED_AT'];

const worded = (value: string): string => value.toLowerCase().replaceAll('_', '-');
const among = <T extends string>(values: readonly T[], word: string | null): T | undefined =>
  values.find((value) => worded(value) === word);
/** How many days a word says, of ten years at most; undefined where it says none. */
export const daysOf = (word: string | null): number | undefined => {
  const days = Number(word);
  return Number.isInteger(days) && days > 0 && days <= 3_650 ? days : undefined;
};
const either = (word: string | null, yes: string, no: string): boolean | undefined =>
  word === yes ? true : word === no ? false : undefined;

function orderOf(word: string | null): ApplicationOrder | undefined {
  const field = among(FIELDS, word?.replace(/^-/, '') ?? null);
  return field && { field, direction: word?.startsWith('-') ? 'DESC' : 'ASC' };
}

/** What the parameters of an address say. What is none of these words says nothing. */
export function criteriaOf(parameters: URLSearchParams): Criteria {
  const tags = parameters.getAll('tag').filter(Boolean);
  return {
    search: parameters.get('q')?.slice(0, LONGEST_SEARCH) || undefined,
    organizationId: parameters.get('organization') || undefined,
    enabled: either(parameters.get('state'), 'enabled', 'disabled'),
    clientType: among(CLIENT_TYPES, parameters.get('type')),
    grantType: among(GRANT_TYPES, parameters.get('grant')),
    tags: tags.length > 0 ? tags : undefined,
    scope: parameters.get('scope') || undefined,
    unusedDays: daysOf(parameters.get('unused')),
    secretDays: daysOf(parameters.get('secrets')),
    hasLiveTokens: either(parameters.get('tokens'), 'live', 'none'),
    order: orderOf(parameters.get('sort')),
  };
}

/** The parameters that say it. */
export function parametersOf(criteria: Criteria): URLSearchParams {
  const {
    search,
    organizationId,
    enabled,
    clientType,
    grantType,
    tags = [],
    scope,
    unusedDays,
    secretDays,
    hasLiveTokens,
    order,
  } = criteria;
  const words: readonly (readonly [name: string, word: string | undefined])[] = [
    ['q', search],
    ['organization', organizationId],
    ['state', enabled === undefined ? undefined : enabled ? 'enabled' : 'disabled'],
    ['type', clientType && worded(clientType)],
    ['grant', grantType && worded(grantType)],
    ...tags.map((tag) => ['tag', tag] as const),
    ['scope', scope],
    ['unused', unusedDays?.toString()],
    ['secrets', secretDays?.toString()],
    ['tokens', hasLiveTokens === undefined ? undefined : hasLiveTokens ? 'live' : 'none'],
    ['sort', order && (order.direction === 'DESC' ? '-' : '') + worded(order.field)],
  ];
  return new URLSearchParams(words.flatMap(([name, word]) => (word ? [[name, word]] : [])));
}

/** Where the applications are listed that are such. */
export const applicationsAt = (criteria: Criteria): string => `/applications?${parametersOf(criteria)}`;

/**
 * What to ask the API for; undefined for all applications. Days are those of the registry's own numbers, and counted from the
 * last full hour, so that who comes back to a list asks for the same one.
 * @param now milliseconds
 */
export function filterOf(criteria: Criteria, now: number): ApplicationFilter | undefined {
  const { search, organizationId, enabled, clientType, grantType, tags, scope, unusedDays, secretDays, hasLiveTokens } = criteria;
  const filter: ApplicationFilter = {
    ...(search?.trim() && { search: search.trim() }),
    ...(organizationId && { organizationId }),
    ...(enabled !== undefined && { enabled }),
    ...(clientType && { clientType }),
    ...(grantType && { grantType }),
    ...(tags && { tags: { all: [...tags] } }),
    ...(scope && { scope }),
    ...(unusedDays && { createdBefore: daysAgo(unusedDays, now), unusedSince: daysAgo(unusedDays, now) }),
    ...(secretDays && { secretExpiresAfter: daysAgo(0, now), secretExpiresBefore: daysAgo(-secretDays, now) }),
    ...(hasLiveTokens !== undefined && { hasLiveTokens }),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}
