import { ClientType, checkUrl } from '../../applications/application.rules.ts';
import { checkGivenSecret } from '../../applications/client-secret.rules.ts';
import { checkOwnerContact } from '../../applications/owner-contact.rules.ts';
import { checkLines } from '../../shared/text.ts';
import type { Faults } from '../../shared/user-errors.ts';
import type { ApplicationInFile } from '../file.rules.ts';
import { type Reading, shown } from './reading.rules.ts';
import { firstFault } from './redirection.rules.ts';
import type { Change, Known } from './report.rules.ts';
import type { Mapping, Row, Source } from './source.rules.ts';

/** A client that is being translated. */
export interface Job<Around> {
  readonly client: Reading;
  readonly around: Around;
  readonly known: Known;
  readonly source: Source<Around>;
  readonly mapping: Mapping<Around>;
  readonly changed: Change[];
  readonly lost: string[];
}

/** Scopes of OpenID Connect: any application may ask for them, and `renewable` says the rest. */
const IDENTITY_SCOPES = ['openid', 'profile', 'email', 'offline_access', 'offline'];
/** What stands for a secret that is not shown. */
const MASK = /^(?:\*+|\$encrypted\$)$/;

/** What the mapping makes of a client. */
export const taken = <Value, Around>(row: Row<Value, Around> | undefined, { client, around }: Job<Around>): Value | undefined =>
  row?.value(client, around);

const TEXTS = {
  description: (faults: Faults, text: string) => void checkLines(faults, 'description', text),
  url: (faults: Faults, text: string) => checkUrl(faults, 'url', text),
  ownerContact: (faults: Faults, text: string) => checkOwnerContact(faults, text),
} as const;

/** The texts of a client that can be held. */
export function textsOf<Around>(job: Job<Around>): Pick<ApplicationInFile, keyof typeof TEXTS> {
  const texts = Object.entries(TEXTS).flatMap(([field, check]) => {
    const text = taken(job.mapping[field as keyof typeof TEXTS], job);
    if (text === undefined || text === '') return [];
    const misfit = firstFault((faults) => check(faults, text));
    if (misfit === undefined) return [[field, text]];
    job.changed.push({ field, what: 'It is left out.', why: misfit });
    return [];
  });
  return Object.fromEntries(texts);
}

/** The scopes of a client that there are here; those of the default, where there are none. */
export function scopesOf<Around>(job: Job<Around>): Pick<ApplicationInFile, 'scopes' | 'maximumScopes'> {
  const { mapping, known, changed, lost, source } = job;
  const there = taken(mapping.scopes, job);
  if (there === undefined) return {};
  const here = new Set(known.scopes);
  const all = [...new Set([...there.byDefault, ...there.onRequest])];
  const unmissed = new Set([...IDENTITY_SCOPES, ...source.unmissedScopes]);
  lost.push(...all.filter((scope) => !here.has(scope) && !unmissed.has(scope)).map((scope) => `scope ${shown(scope)}`));
  if (here.has('admin') && all.includes('admin'))
    changed.push({ field: 'maximumScopes', what: '"admin" is left out.', why: 'Here it is what superusers may do; give it by hand.' });
  const maximumScopes = all.filter((scope) => here.has(scope) && scope !== 'admin');
  if (maximumScopes.length === 0) return {};
  const byDefault = new Set(there.byDefault);
  return { scopes: maximumScopes.filter((scope) => byDefault.has(scope)), maximumScopes };
}

/** A validity: the shortest, where there are several. */
export function validityOf<Around>({ mapping, ...job }: Job<Around>, field: 'accessValidity' | 'grantValidity') {
  const all = taken(mapping[field], { mapping, ...job }) ?? [];
  if (all.length === 0) return {};
  const shortest = all.reduce((one, other) => Math.min(one, other));
  if (all.some((seconds) => seconds !== shortest))
    job.changed.push({ field, what: `It is ${shortest} seconds.`, why: 'There is one for all grant types here: the shortest is taken.' });
  return { [field]: shortest };
}

/** The secret that a client brings; undefined where it needs none, or one is generated. */
export function secretOf<Around>(job: Job<Around>, clientType: ClientType): string | undefined {
  const { client, mapping, changed, lost } = job;
  if (clientType === ClientType.PUBLIC) {
    if (mapping.secret?.theirs.slice(0, 1).some((key) => client.has(key))) lost.push('secret, as a public client has none');
    return undefined;
  }
  const secret = taken(mapping.secret, job);
  const why = whyGenerated(secret);
  if (why !== undefined) changed.push({ field: 'secret', what: 'It is generated anew.', why });
  return why === undefined ? secret : undefined;
}

function whyGenerated(secret: string | undefined): string | undefined {
  if (secret === undefined || secret === '') return 'The input has none.';
  if (MASK.test(secret)) return 'It is masked in the input.';
  const misfit = firstFault((faults) => checkGivenSecret(faults, secret, true, undefined));
  return misfit && `The one of the input cannot be taken. ${misfit}`;
}
