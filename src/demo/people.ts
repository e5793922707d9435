import { OrganizationRole } from '../organizations/membership.entity.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import { keyOf, searchable } from '../shared/text.ts';
import type { User } from '../users/user.entity.ts';
import type { UnnumberedRow } from './insert.ts';
import type { Random } from './random.ts';
import { DAY } from './times.ts';
import { FAMILY_NAMES, GIVEN_NAMES, ORGANIZATIONS } from './words.ts';

/** Milliseconds over which the data set came about. */
export const HISTORY = 2 * 365 * DAY;

const numbered = (name: string, round: number) => (round === 0 ? name : `${name} ${round + 1}`);

/** The domain of an organization by its ordinal. */
export function domainOf(ordinal: number): string {
  const [, domain] = ORGANIZATIONS[ordinal % ORGANIZATIONS.length] as (typeof ORGANIZATIONS)[number];
  const round = Math.floor(ordinal / ORGANIZATIONS.length);
  return round === 0 ? domain : `branch-${round + 1}.${domain}`;
}

/** An organization by its ordinal. */
export function organizationOf(ordinal: number, now: number): UnnumberedRow<Organization> {
  const [base, , description] = ORGANIZATIONS[ordinal % ORGANIZATIONS.length] as (typeof ORGANIZATIONS)[number];
  const name = numbered(base, Math.floor(ordinal / ORGANIZATIONS.length));
  const createdAt = new Date(now - HISTORY - (90 - (ordinal % 90)) * DAY);
  return { name, nameKey: keyOf(name), description, builtIn: false, createdAt, modifiedAt: createdAt, version: 1 };
}

/** A user by its ordinal. Nobody knows a password: tokens are made on the command line. */
export function userOf(ordinal: number, now: number): UnnumberedRow<User> {
  const lastName = FAMILY_NAMES[ordinal % FAMILY_NAMES.length] as string;
  const firstName = GIVEN_NAMES[ordinal % GIVEN_NAMES.length] as string;
  const round = Math.floor(ordinal / (GIVEN_NAMES.length * FAMILY_NAMES.length));
  const username = `${ascii(firstName)}.${ascii(lastName)}${round === 0 ? '' : round + 1}`;
  const email = `${username}@${domainOf(ordinal % ORGANIZATIONS.length)}`;
  const createdAt = new Date(now - HISTORY - (60 - (ordinal % 60)) * DAY);
  return {
    username,
    usernameKey: keyOf(username),
    firstName,
    lastName,
    email,
    isEmailVerified: false,
    isSuperuser: false,
    isSystemAuditor: ordinal === 1,
    searchText: searchable(username, firstName, lastName, email),
    passwordHash: null,
    passwordChangedAt: null,
    createdAt,
    modifiedAt: createdAt,
    version: 1,
  };
}

/** A membership by the ordinals of its user and organization. */
export interface Seat {
  readonly user: number;
  readonly organization: number;
  readonly role: OrganizationRole;
}

/** Gives every organization an ADMIN and some members, and every user a place. */
export function seatsOf(users: number, organizations: number, random: Random): Seat[] {
  const seats = new Map<string, Seat>();
  const sit = (user: number, organization: number, role: OrganizationRole) => {
    const key = `${user} ${organization}`;
    if (!seats.has(key)) seats.set(key, { user, organization, role });
  };
  for (let organization = 0; organization < organizations; organization++) {
    sit(organization % users, organization, OrganizationRole.ADMIN);
    for (let more = random.below(4); more > 0; more--) {
      sit(random.below(users), organization, random.chance(25) ? OrganizationRole.AUDITOR : OrganizationRole.MEMBER);
    }
  }
  for (let user = 0; user < users; user++) sit(user, user % organizations, OrganizationRole.MEMBER);
  return [...seats.values()];
}

/** A text in lower-case ASCII letters and digits, with hyphens between words. */
export const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/ø/g, 'o')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-')
    .toLowerCase();
