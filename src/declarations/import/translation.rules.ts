import { ClientType, checkClientId, GRANT_TYPES_BY_CLIENT_TYPE, GrantType } from '../../applications/application.rules.ts';
import { checkName, trimmed } from '../../shared/text.ts';
import type { ApplicationInFile } from '../file.rules.ts';
import { type Job, scopesOf, secretOf, taken, textsOf, validityOf } from './field.rules.ts';
import { lostOf } from './lost.rules.ts';
import { type Parts, shown } from './reading.rules.ts';
import { firstFault, postLogoutRedirectUris, type Redirection, redirectUris, settingOf, webOrigins } from './redirection.rules.ts';
import type { ImportedClient, Known, LeftOut } from './report.rules.ts';
import type { Source } from './source.rules.ts';

/** What of a client that says neither name nor client id. */
const NAMELESS = '(without a name)';

/** How many redirect URIs are told that are left out, where all are. */
const LEFT_OUT_TOLD = 3;

/**
 * Translates the clients of a system.
 * @param around what of the input is beside them
 * @returns a report of each, in their order, behind one of each fault of the input as a whole
 */
export const translate = <Around>(source: Source<Around>, { parts, faults }: Parts, around: Around, known: Known): ImportedClient[] => [
  ...faults.map((fault) => ({ name: NAMELESS, path: fault.path, changed: [], lost: [], faults: [fault] })),
  ...parts.map((client) => translateOne({ client, around, known, source, mapping: source.mapping, changed: [], lost: [] })),
];

function translateOne<Around>(job: Job<Around>): ImportedClient {
  const { client, around, known, source, mapping, changed, lost } = job;
  const { path, faults } = client;
  // of what is no record, nothing more can be said
  if (faults.length > 0) return { name: NAMELESS, path, changed, lost, faults };
  const leftOut = source.whyLeftOut(client, around);
  const clientId = taken(mapping.clientId, job);
  const named = taken(mapping.name, job);
  const name = shown(trimmed(named ?? '') || clientId || NAMELESS).slice(1, -1);
  if (leftOut) return { name, path, changed, leftOut, lost, faults: [] };
  const made = applicationOf(job, clientId, named);
  changed.push(...(source.alsoChanged?.(client, around, known) ?? []));
  lost.push(...lostOf(client, source), ...(source.alsoLost?.(client, around) ?? []));
  if (faults.length > 0) return { name, path, changed, lost, faults };
  if ('whatToDo' in made) return { name, path, changed: [], leftOut: made, lost: [], faults };
  return { name, path, ...made, changed, lost, faults };
}

type Made = Pick<ImportedClient, 'application' | 'clientSecret'>;

/** The application that a client becomes, and its secret; or why it becomes none. */
function applicationOf<Around>(job: Job<Around>, clientId: string | undefined, named: string | undefined): Made | LeftOut {
  const { mapping, known } = job;
  const misfit = clientId === undefined ? undefined : firstFault((faults) => checkClientId(faults, clientId));
  if (misfit !== undefined)
    return { why: `Its client id is none here. ${misfit}`, whatToDo: 'Give it another, in the input and in the client.' };
  if (clientId === undefined) job.changed.push({ field: 'clientId', what: 'It is generated.', why: 'The input has none.' });
  const name = nameOf(job, clientId, named);
  const clientType = taken(mapping.clientType, job) ?? ClientType.CONFIDENTIAL;
  const given = taken(mapping.redirectUris, job);
  const redirects = redirectUris(given ?? [], clientType, known);
  const grantTypes = grantTypesOf(job, clientType, redirects);
  if (!Array.isArray(grantTypes)) return grantTypes as LeftOut;
  const clientSecret = secretOf(job, clientType);
  const isGenerated = clientType === ClientType.CONFIDENTIAL && clientSecret === undefined;
  const application: ApplicationInFile = {
    ...(clientId !== undefined && { clientId }),
    name: name ?? '',
    clientType,
    grantTypes,
    ...textsOf(job),
    ...(given && { redirectUris: [...redirects.uris] }),
    ...otherUrisOf(job, redirects),
    ...flagsOf(job),
    ...scopesOf(job),
    ...validityOf(job, 'accessValidity'),
    ...validityOf(job, 'grantValidity'),
    ...(isGenerated && { secret: { generated: true } }),
  };
  return { application, ...(clientSecret !== undefined && { clientSecret }) };
}

/** The name of an application: its client id, where it has none that can be one. */
function nameOf<Around>({ client, mapping, changed }: Job<Around>, clientId: string | undefined, named: string | undefined) {
  const given = trimmed(named ?? '');
  const misfit = given === '' ? undefined : firstFault((faults) => checkName(faults, 'name', given));
  if (given !== '' && misfit === undefined) return given;
  const [field = ''] = mapping.name.theirs;
  if (clientId !== undefined) {
    if (misfit !== undefined)
      changed.push({ field: 'name', what: 'It is called by its client id.', why: `Its name is none here. ${misfit}` });
  } else if (client.faults.length === 0) client.refuse(field, misfit ?? 'Is missing, and it has no client id either.');
  return clientId;
}

/** The grant types that a client can have here; or why there are none. */
function grantTypesOf<Around>(job: Job<Around>, clientType: ClientType, redirects: Redirection): GrantType[] | LeftOut {
  const there = taken(job.mapping.grantTypes, job) ?? { grantTypes: [], isImplicit: false, others: [] };
  const wanted = new Set([...there.grantTypes, ...(there.isImplicit ? [GrantType.AUTHORIZATION_CODE] : [])]);
  const can = Object.values(GrantType).filter((type) => wanted.has(type) && GRANT_TYPES_BY_CLIENT_TYPE[clientType].includes(type));
  const isLost = redirects.uris.length === 0 && can.includes(GrantType.AUTHORIZATION_CODE);
  const kept = can.filter((type) => !isLost || type !== GrantType.AUTHORIZATION_CODE);
  if (kept.length === 0) return whyWithoutGrant(job, redirects, isLost);
  const change = (what: string, why: string) => job.changed.push({ field: 'grantTypes', what, why });
  if (there.isImplicit && !isLost)
    change('The implicit flow becomes AUTHORIZATION_CODE with PKCE.', 'In URLs, tokens can be read by others (RFC 9700, section 2.1.2).');
  if (isLost) change('AUTHORIZATION_CODE is left out.', 'It needs a redirect URI, and there is none that can be held.');
  for (const type of wanted) if (!can.includes(type)) change(`${type} is left out.`, 'It needs a confidential client.');
  job.lost.push(...there.others.map((name) => `grant type ${shown(name)}`));
  return kept;
}

/** @param isLost whether it had AUTHORIZATION_CODE, if it had a redirect URI */
function whyWithoutGrant<Around>({ mapping, known }: Job<Around>, { changed, needed }: Redirection, isLost: boolean): LeftOut {
  if (!isLost)
    return { why: 'It has no grant type that there is here.', whatToDo: `Give it one in ${mapping.grantTypes.theirs.join(', ')}.` };
  const whyEach = changed.slice(0, LEFT_OUT_TOLD).map(({ what, why }) => `${what} ${why}`);
  const none = `AUTHORIZATION_CODE needs a redirect URI, and it has none${changed.length > 0 ? ' that can be held' : ''}.`;
  const setting = needed.length > 0 ? `Set ${settingOf(needed, known)}, or g` : 'G';
  return {
    why: [none, ...whyEach].join(' '),
    whatToDo: `${setting}ive each redirect URI in ${mapping.redirectUris.theirs[0]}, written out.`,
  };
}

/** Where users are sent who sign out, and from where pages ask; only what is said there. */
function otherUrisOf<Around>(job: Job<Around>, redirects: Redirection) {
  const { mapping, known, changed } = job;
  const logouts = taken(mapping.postLogoutRedirectUris, job);
  const origins = taken(mapping.webOrigins, job);
  const afterLogout = postLogoutRedirectUris(logouts ?? [], redirects.uris, known);
  const pages = webOrigins(origins ?? [], redirects.uris, known);
  changed.push(...redirects.changed, ...afterLogout.changed, ...pages.changed);
  return {
    ...(logouts && { postLogoutRedirectUris: [...afterLogout.uris] }),
    ...(origins && { webOrigins: [...pages.uris] }),
  };
}

function flagsOf<Around>(job: Job<Around>) {
  const flags = (['skipAuthorization', 'enabled', 'renewable'] as const).map((field) => [field, taken(job.mapping[field], job)] as const);
  return Object.fromEntries(flags.filter(([, value]) => value !== undefined)) as Pick<ApplicationInFile, (typeof flags)[number][0]>;
}
