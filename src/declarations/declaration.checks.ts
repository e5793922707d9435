import type { SqlEntityManager } from '@mikro-orm/sql';
import { checkCreation, checkUpdate, chosenOrganization, numberByClientId, numberByName } from '../applications/application.checks.ts';
import { Application } from '../applications/application.entity.ts';
import type { ApplicationDraft } from '../applications/application.fields.ts';
import { applicationById } from '../applications/application.loaders.ts';
import { checkClientId } from '../applications/application.rules.ts';
import { type StoredApplication, stateOf } from '../applications/application.service.ts';
import type { ClientSecret } from '../applications/client-secret.entity.ts';
import type { Writing } from '../mutation/mutation.ts';
import type { Query } from '../query/dialect/dialect.ts';
import type { Row } from '../query/tables.ts';
import { NO_ID } from '../shared/ids.ts';
import { checkLine, isStorable, keyOf } from '../shared/text.ts';
import { inTurns } from '../shared/turns.ts';
import { Faults, refuse } from '../shared/user-errors.ts';
import type { ApplicationDeclaration, ApplyApplicationsInput } from './declaration.inputs.ts';
import { differing, MAXIMUM_DECLARATIONS } from './declaration.rules.ts';
import { type PlannedSecrets, planSecrets } from './secret-plan.checks.ts';

/** A declaration, the application that it is of, if that is there, and what it is to become. */
export interface Declared {
  readonly input: ApplicationDeclaration;
  readonly faults: Faults;
  readonly application: Application | undefined;
  readonly before: StoredApplication | undefined;
  readonly after: ApplicationDraft;
  readonly secrets: PlannedSecrets;
}

/** @returns the number of the organization @throws {Refusal} with what is wrong with the request as a whole */
export async function checkedRequest(writing: Writing, input: ApplyApplicationsInput): Promise<number> {
  const faults = new Faults();
  const { applications, source, prune } = input;
  if (applications.length > MAXIMUM_DECLARATIONS)
    faults.add('LIMIT_EXCEEDED', 'applications', `At most ${MAXIMUM_DECLARATIONS} at once; there are ${applications.length}.`);
  checkLine(faults, 'source', source);
  if (prune && source == null) faults.add('REQUIRED', 'source', 'Say whose applications are to be deleted that are not declared any more.');
  const organizationId = await chosenOrganization(faults, writing, input.organizationId);
  faults.end();
  return organizationId as number;
}

/** Which applications are declared. */
interface Numbers {
  /** The number of the application that each declaration is of; undefined for one that is not there. */
  readonly numbers: readonly (number | undefined)[];
  /**
   * The places of declarations with a client id that is taken by what the viewer may not read, but for the first of them. They are
   * taken for free, because few such answers are given in an hour.
   */
  readonly untold: ReadonlySet<number>;
}

/** Finds which applications are declared. */
export async function numbersOf(
  writing: Writing,
  organizationId: number,
  declarations: readonly ApplicationDeclaration[],
): Promise<Numbers> {
  const ids = declarations.map(({ clientId }) => (clientId != null && checkClientId(new Faults(), clientId) ? clientId : undefined));
  const names = declarations.map(({ name }) => (name != null && isStorable(name) ? keyOf(name) : undefined));
  const byClientId = await Promise.all(ids.map((id) => (id === undefined ? null : numberByClientId(writing).load(id))));
  const byName = await Promise.all(names.map((name) => (name === undefined ? null : numberByName(writing, organizationId).load(name))));
  const readable = await Promise.all(byClientId.map((number) => number !== null && applicationById(writing).load(number)));
  const hidden = readable.flatMap((row, index) => (row === null ? [index] : []));
  const untold = new Set(hidden.slice(1));
  const numbers = declarations.map((_, index) => (untold.has(index) ? null : byClientId[index]) ?? byName[index] ?? undefined);
  return { numbers, untold };
}

/** Applications that are locked, by their numbers, and what flushes their changes: several, because a flush looks at all that is loaded. */
interface Locked {
  readonly found: ReadonlyMap<number, Application>;
  readonly managers: readonly SqlEntityManager[];
}

/** How many applications are flushed at once: as many as MikroORM changes by one statement. */
const FLUSHED = 300;

/** Loads the applications of the organization that are declared, and with `prune` those that are not any more, in their order of locks. */
export async function locked(
  { db, em, store: { dialect } }: Writing,
  organizationId: number,
  numbers: readonly (number | undefined)[],
  { prune, source }: ApplyApplicationsInput,
): Promise<Locked> {
  const known = numbers.filter((number) => number !== undefined);
  const rows = (db.selectFrom('application as x') as Query)
    .where('x.organization_id', '=', organizationId)
    .where((eb) => (prune ? eb.or([dialect.isOneOf('x.id', known), eb('x.source', '=', source)]) : dialect.isOneOf('x.id', known)))
    .orderBy('x.id')
    .limit(2 * MAXIMUM_DECLARATIONS + 1)
    .selectAll('x');
  const raws = await dialect.locked(rows, 'update', 'x').execute();
  if (raws.length > 2 * MAXIMUM_DECLARATIONS)
    throw refuse('LIMIT_EXCEEDED', 'prune', `"${source}" has registered too many that are not declared to delete all of them at once.`);
  const [found, managers] = [new Map<number, Application>(), [] as SqlEntityManager[]];
  for await (const part of inTurns(raws, FLUSHED)) {
    const manager = em.fork({ keepTransactionContext: true });
    managers.push(manager);
    for (const raw of part) {
      const application = manager.map(Application, raw);
      found.set(application.databaseId, application);
    }
  }
  return { found, managers };
}

/** What there is of what is declared. */
interface Stored extends Numbers {
  /** Those of the organization, by their numbers. */
  readonly found: ReadonlyMap<number, Application>;
  /** The client secrets that work, by the number of their application. */
  readonly secrets: ReadonlyMap<number, readonly Row<ClientSecret>[]>;
}

/** Checks all declarations. @throws {Refusal} with all that is wrong with any of them */
export async function checked(
  writing: Writing,
  { applications, organizationId }: ApplyApplicationsInput,
  { numbers, untold, found, secrets }: Stored,
): Promise<Declared[]> {
  const check = async (index: number, input: ApplicationDeclaration): Promise<Declared> => {
    const faults = new Faults();
    const application = found.get(numbers[index] ?? NO_ID);
    const before = application && stateOf(application);
    const after = before
      ? await checkUpdate(faults, writing, changesOf(faults, input, before), before)
      : await checkCreation(faults, writing, { ...input, clientId: untold.has(index) ? null : input.clientId, organizationId });
    const live = secrets.get(application?.databaseId ?? NO_ID) ?? [];
    return { input, faults, application, before, after, secrets: planSecrets(writing, faults, input.clientSecret, before, after, live) };
  };
  const declared: Declared[] = [];
  for await (const part of inTurns([...applications.entries()])) declared.push(...(await Promise.all(part.map((one) => check(...one)))));
  checkTwice(declared, numbers);
  const faults = new Faults();
  for (const [index, one] of declared.entries()) faults.addWithin(['applications', String(index)], one.faults);
  faults.end();
  return declared;
}

function changesOf(faults: Faults, { clientSecret: _, ...declaration }: ApplicationDeclaration, before: StoredApplication) {
  const { clientId, ...changes } = differing(declaration, before);
  if (clientId != null)
    faults.add('IMMUTABLE', 'clientId', `"${before.name}" has the client id "${before.clientId}", which cannot change.`);
  return changes;
}

/** Adds a fault to each declaration of an application that another one before it declares. */
function checkTwice(declared: readonly Declared[], numbers: readonly (number | undefined)[]): void {
  const seen = new Map<string, number>();
  for (const [index, { input, after, faults }] of declared.entries()) {
    const isByClientId = input.clientId != null;
    const keys: [key: string, field: string][] = [];
    if (numbers[index] !== undefined) keys.push([`number ${numbers[index]}`, isByClientId ? 'clientId' : 'name']);
    if (isByClientId) keys.push([`client id ${input.clientId}`, 'clientId']);
    if (after.name !== undefined) keys.push([`name ${keyOf(after.name)}`, 'name']);
    const [key, field] = keys.find(([key]) => seen.has(key)) ?? [];
    if (key !== undefined && field !== undefined) faults.add('INVALID', field, `Is declared by applications.${seen.get(key)} already.`);
    for (const [key] of keys) if (!seen.has(key)) seen.set(key, index);
  }
}
