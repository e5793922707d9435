import type { Application } from '../applications/application.entity.ts';
import { DEFAULTS } from '../applications/application.fields.ts';
import { ClientType } from '../applications/application.rules.ts';
import type { ClientSecret } from '../applications/client-secret.entity.ts';
import { ClientSecretSource } from '../applications/client-secret.rules.ts';
import { keyOf, searchable } from '../shared/text.ts';
import { MOST_CHANGES } from './changes.ts';
import type { UnnumberedRow } from './insert.ts';
import { KINDS, type Kind } from './kinds.ts';
import { ascii, domainOf, HISTORY } from './people.ts';
import type { Random } from './random.ts';
import { DAY } from './times.ts';
import { PRODUCTS } from './words.ts';

/** Seconds of an hour. */
const HOUR = 60 * 60;

/** How much more applications are made as time goes on: 1 would be as many each year. */
const GROWTH = 1.5;
/** Milliseconds within which those were disabled that are. */
const DISABLED_WITHIN = 14 * DAY;

const TEAMS = ['web', 'mobile', 'platform', 'data'] as const;

/** Where an application stands in the data set. */
export interface Place {
  /** Among all applications. */
  readonly ordinal: number;
  /** How many there will be. */
  readonly total: number;
  /** Ordinal of its organization, and how many of its applications come before. */
  readonly organization: number;
  readonly before: number;
  readonly organizationId: number;
  readonly createdById: number;
  readonly now: number;
}

function nameOf(before: number, organization: number): { name: string; kind: Kind; vendor: string | null } {
  const names = PRODUCTS.length * KINDS.length;
  // the two lists have no common divisor, so every product meets every kind before a name returns
  const step = before + organization * 7;
  const [product, vendor] = PRODUCTS[step % PRODUCTS.length] as (typeof PRODUCTS)[number];
  const kind = KINDS[step % KINDS.length] as Kind;
  const round = Math.floor(before / names);
  return { name: `${product} ${kind.name}${round === 0 ? '' : ` ${round + 1}`}`, kind, vendor };
}

/** Who is responsible for an application, by its place. */
function labelsOf({ ordinal }: Place, domain: string) {
  const team = TEAMS[ordinal % TEAMS.length];
  const ownerContact = ordinal % 3 === 0 ? null : `${team}@${domain}`;
  return { tags: [ordinal % 5 === 0 ? 'env:test' : 'env:production', `team:${team}`], ownerContact, ownerContactKey: ownerContact };
}

/** An application by its place. */
export function makeApplication(place: Place, random: Random): UnnumberedRow<Application> {
  const { organization, organizationId, createdById, now } = place;
  const { name, kind, vendor } = nameOf(place.before, organization);
  const [label, domain] = [ascii(name), domainOf(organization)];
  const clientId = random.chance(20) ? `${label}.${domain}` : random.text(40);
  // more and more of them
  const createdAt = new Date(now - Math.floor((HISTORY - DAY) * (1 - place.ordinal / place.total) ** GROWTH) - DAY);
  const enabled = !random.chance(6);
  const isEdited = random.chance(40) || !enabled;
  const sinceEdited = random.below(Math.min(now - createdAt.getTime(), enabled ? HISTORY : DISABLED_WITHIN));
  return {
    ...DEFAULTS,
    clientId,
    name,
    nameKey: keyOf(name),
    description: kind.description,
    searchText: searchable(name, kind.description, clientId),
    vendor,
    vendorKey: vendor === null ? null : keyOf(vendor),
    url: random.chance(70) ? `https://${label}.${domain}` : null,
    ...labelsOf(place, domain),
    builtIn: false,
    clientType: kind.clientType,
    authorizationGrantType: kind.grantType,
    grantTypes: [kind.grantType],
    redirectUris: kind.redirectUris(label, domain),
    skipAuthorization: random.chance(10),
    trusted: random.chance(4),
    enabled,
    scopes: [...kind.scopes],
    maximumScopes: [...kind.maximumScopes],
    accessValidity: random.chance(60) ? random.pick([8 * HOUR, 7 * 24 * HOUR, 90 * 24 * HOUR, 365 * 24 * HOUR]) : null,
    grantValidity: random.chance(20) ? random.pick([7, 14, 400]) * 24 * HOUR : null,
    renewable: kind.clientType === ClientType.CONFIDENTIAL || random.chance(50),
    organizationId,
    createdById,
    lastUsedAt: null,
    source: null,
    createdAt,
    modifiedAt: isEdited ? new Date(now - sinceEdited) : createdAt,
    version: isEdited ? 2 + random.below(MOST_CHANGES) : 1,
  };
}

/** A value in the place of a digest: nothing is known that has it, so nobody can use what it stands for. */
export const unknownDigest = (random: Random, ordinal: number): string =>
  // in ascending order, so that unique indexes grow at their end alone
  ordinal.toString(16).padStart(8, '0') + random.text(35);

/** The secrets of a confidential client: one or two, some of which expire soon or have expired. */
export function secretsOf(
  application: UnnumberedRow<Application>,
  { ordinal, now }: Place,
  random: Random,
): Omit<UnnumberedRow<ClientSecret>, 'applicationId'>[] {
  if (application.clientType === ClientType.PUBLIC) return [];
  const made = application.createdAt.getTime();
  const lasting = {
    digest: unknownDigest(random, ordinal * 2),
    hint: random.text(4),
    name: null,
    source: ClientSecretSource.GENERATED,
    expiresAt: random.chance(30) ? new Date(now + (1 + random.below(random.chance(40) ? 14 : 300)) * DAY) : null,
    lastUsedAt: random.chance(75) ? new Date(now - random.below(Math.min(60 * DAY, now - made))) : null,
    createdAt: application.createdAt,
  };
  if (!random.chance(15)) return [lasting];
  const rotated = now - random.below(Math.min(20 * DAY, now - made));
  const earlier = { ...lasting, expiresAt: new Date(rotated + 7 * DAY) };
  return [
    earlier,
    { ...lasting, digest: unknownDigest(random, ordinal * 2 + 1), hint: random.text(4), lastUsedAt: null, createdAt: new Date(rotated) },
  ];
}
