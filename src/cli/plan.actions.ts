import { closeSync, rmSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import type { ApplyApplicationsInput } from '../declarations/declaration.inputs.ts';
import { ask } from './ask.ts';
import { type DeclaredGroup, FaultyDeclarations, type Planned, readFiles } from './declarations.ts';
import { CommandError } from './fail.ts';
import { openNew } from './new-file.ts';
import { printJson } from './print.ts';
import { type Registry, withRegistry } from './registry.ts';
import { visible } from './visible.ts';

/** What `plan` is asked. */
export interface PlanOptions extends Omit<CarryOutOptions, 'secretsTo'> {
  readonly file: readonly string[];
  readonly server?: string;
}

/** What `apply` is asked. */
export interface ApplyOptions extends PlanOptions, CarryOutOptions {}

/** How declarations are applied. */
export interface CarryOutOptions {
  readonly prune: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  /** A new file for the secrets that are generated; "-" prints them, also where there is no terminal. */
  readonly secretsTo?: string;
}

/** What becomes of the applications of an organization. */
interface GroupPlan {
  readonly organization: string;
  readonly plan: readonly Planned[];
}

/** The file for secrets; undefined where they are printed. */
const fileFor = ({ secretsTo }: CarryOutOptions): string | undefined => (secretsTo === '-' ? undefined : secretsTo);
/** The exit code of a plan that changes something. */
const CHANGES = 2;

/** `clientele plan` */
export function plan(options: PlanOptions): Promise<void> {
  return sayingFaults(() =>
    withRegistry(options.server, async (registry) => {
      const plans = await planned(registry, readFiles(options.file), options);
      show(plans, options.json);
      if (plans.some(changes)) process.exitCode = CHANGES;
    }),
  );
}

/** `clientele apply` */
export function apply(options: ApplyOptions): Promise<void> {
  return sayingFaults(() => withRegistry(options.server, (registry) => applyGroups(registry, readFiles(options.file), options)));
}

/**
 * Plans what groups declare, asks if need be, and applies it.
 * @param beside what programs are told beside what was done
 * @throws {FaultyDeclarations} with all that is wrong, and does nothing
 */
export async function applyGroups(
  registry: Registry,
  groups: readonly DeclaredGroup[],
  options: CarryOutOptions,
  beside: object = {},
): Promise<void> {
  const plans = await planned(registry, groups, options);
  if (!plans.some(changes)) return show(plans, options.json, beside);
  if (!options.json) show(plans, false);
  refuseToLog(plans, options);
  if (!options.yes) await confirm();
  const write = secretWriter(options);
  const done: GroupPlan[] = [];
  try {
    for (const group of groups) {
      done.push({ organization: group.organization, plan: await answered(registry, group, options, false) });
      write(done.at(-1) as GroupPlan);
    }
  } finally {
    // also where a later one fails: what was done is done, and its secrets are shown this once
    write(undefined);
    if (options.json)
      printJson({
        ...beside,
        organizations: done.map(fileFor(options) === undefined ? (one) => one : withoutSecrets),
      });
    else process.stdout.write(`${summaryOf(done, DONE)}\n`);
  }
}

/** What would become of all that is declared. Nothing is planned where anything is wrong. */
async function planned(registry: Registry, groups: readonly DeclaredGroup[], options: CarryOutOptions): Promise<GroupPlan[]> {
  for (const { organization, source, applications } of groups)
    if (options.prune && applications.length === 0 && !options.yes)
      throw new CommandError(
        `No application of "${organization}" is declared, so --prune would delete all that "${source ?? ''}" has registered. Give --yes if that is meant.`,
      );
  const faults: string[] = [];
  const plans: GroupPlan[] = [];
  for (const group of groups) {
    try {
      plans.push({ organization: group.organization, plan: await answered(registry, group, options, true) });
    } catch (error) {
      if (!(error instanceof FaultyDeclarations)) throw error;
      faults.push(...error.faults);
    }
  }
  faults.push(...contradictions(groups, plans));
  if (faults.length > 0) throw new FaultyDeclarations(faults);
  return plans;
}

/** What one group would delete and another one declares: the source of that has changed. */
function contradictions(groups: readonly DeclaredGroup[], plans: readonly GroupPlan[]): string[] {
  const kept = new Map<string, string>();
  for (const [index, { plan }] of plans.entries())
    for (const { action, clientId, index: place } of plan)
      if (action !== 'DELETE' && clientId !== null) kept.set(clientId, groups[index]?.where(['applications', String(place)]) ?? '');
  return plans.flatMap(({ plan }) =>
    plan.flatMap(({ action, clientId, name }) => {
      const place = action === 'DELETE' && clientId !== null ? kept.get(clientId) : undefined;
      return place === undefined
        ? []
        : [`${place}: "${name}" was registered for another source. Apply once without --prune, which moves it.`];
    }),
  );
}

async function answered(
  registry: Registry,
  { organization, source, applications, where }: DeclaredGroup,
  { prune }: CarryOutOptions,
  dryRun: boolean,
): Promise<readonly Planned[]> {
  const organizationId = await registry.organizationId(organization);
  if (organizationId === undefined)
    throw new FaultyDeclarations([`${where(['organizationId'])}: There is no organization "${organization}", or none that you may read.`]);
  const input: ApplyApplicationsInput = { organizationId, applications: [...applications], source: source ?? null, prune, dryRun };
  const { plan, userErrors } = await registry.apply(input);
  if (userErrors.length > 0)
    throw new FaultyDeclarations(
      userErrors.map(({ field, message }) => [where(field), field.slice(2).join('.'), message].filter(Boolean).join(': ')),
    );
  return plan ?? [];
}

/** Prints a line for each fault, and ends with exit code 1. */
export async function sayingFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof FaultyDeclarations)) throw error;
    process.stderr.write(`${error.faults.map(visible).join('\n')}\n`);
    process.exitCode = 1;
  }
}

const changes = ({ plan }: GroupPlan): boolean => plan.some(({ action }) => action !== 'KEEP');

/** Keeps secrets out of logs: what is no terminal is one, unless a program reads it. @throws {CommandError} */
function refuseToLog(plans: readonly GroupPlan[], { secretsTo, json }: CarryOutOptions): void {
  if (secretsTo !== undefined || json || process.stdout.isTTY) return;
  const generates = plans.some(({ plan }) => plan.some(({ secrets }) => secrets.some(({ fate }) => fate === 'CREATED')));
  if (generates)
    throw new CommandError(
      'Nothing was changed: secrets would be generated, and there is no terminal to show them on. Give --secrets-to FILE, or "-" to print them.',
    );
}

/** Asks on the terminal whether to go on. @throws {CommandError} if the answer is no, or there is no terminal */
async function confirm(): Promise<void> {
  if (!process.stdin.isTTY) throw new CommandError('Nothing was changed: there is no terminal to ask on. Give --yes to go on without.');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const refusal = 'Nothing was changed.';
    if ((await ask(lines, 'Apply this? Only "yes" goes on: ', refusal)) !== 'yes') throw new CommandError(refusal);
  } finally {
    lines.close();
  }
}

/**
 * What hands over the secrets that are generated: to a new file that its owner alone may read, or to the terminal. The file is there
 * before anything is changed, so that no secret is lost because it cannot be written.
 * @returns to be called with what was done for each organization, and with nothing at the end
 */
function secretWriter(options: CarryOutOptions): (done: GroupPlan | undefined) => void {
  const path = fileFor(options);
  const file = path === undefined ? undefined : openNew('--secrets-to', path);
  let count = 0;
  return (done) => {
    for (const { name, clientId, clientSecret } of done?.plan ?? []) {
      if (clientSecret === null) continue;
      count += 1;
      const line = JSON.stringify({ organization: done?.organization, name, clientId, clientSecret });
      if (file !== undefined) writeSync(file, `${line}\n`);
      else if (!options.json) process.stdout.write(`${visible(`The secret of ${name} (${clientId}), shown this once: ${clientSecret}`)}\n`);
    }
    if (done || file === undefined || path === undefined) return;
    closeSync(file);
    if (count === 0) rmSync(path);
  };
}

const withoutSecrets = ({ organization, plan }: GroupPlan): GroupPlan => ({
  organization,
  plan: plan.map((one) => ({ ...one, clientSecret: null })),
});

function show(plans: readonly GroupPlan[], json: boolean, beside: object = {}): void {
  if (json) {
    printJson({ ...beside, organizations: plans });
    return;
  }
  for (const { organization, plan } of plans) {
    const lines = plan.filter(({ action }) => action !== 'KEEP').flatMap(linesOf);
    if (lines.length > 0) process.stdout.write(`${visible(organization)}\n${lines.map((line) => `  ${line}`).join('\n')}\n\n`);
  }
  process.stdout.write(`${summaryOf(plans, TO_DO)}\n`);
}

const SIGNS = { CREATE: '+', UPDATE: '~', DELETE: '-', KEEP: ' ' } as const;
const COLOURS = { CREATE: 'green', UPDATE: 'yellow', DELETE: 'red', KEEP: 'gray' } as const;
const TO_DO = { CREATE: 'to create', UPDATE: 'to change', DELETE: 'to delete', KEEP: 'as declared' } as const;
const DONE = { CREATE: 'created', UPDATE: 'changed', DELETE: 'deleted', KEEP: 'as declared' } as const;
const FATES = { KEPT: 'is kept', CREATED: 'is generated', GIVEN: 'is the given one', REMOVED: 'goes' } as const;

function linesOf({ action, name, clientId, changes, secrets, revokedTokenCount }: Planned): string[] {
  const title = `${SIGNS[action]} ${name}${clientId === null ? '' : ` (${clientId})`}`;
  const told = changes.filter(({ field }) => field !== 'name' && field !== 'clientId' && field !== 'organizationId');
  const values = action === 'DELETE' ? [] : action === 'CREATE' ? told.filter(({ after }) => after !== '' && after !== '[]') : changes;
  return [
    styleText(COLOURS[action], visible(title)),
    ...values.map(({ field, before, after }) =>
      visible(`    ${field}: ${action === 'CREATE' ? '' : `${inWords(before)} → `}${inWords(after)}`),
    ),
    ...secrets.map(({ fate, hint, name }) =>
      visible(`    secret${hint === null ? '' : ` …${hint}`}${name === null ? '' : ` "${name}"`} ${FATES[fate]}`),
    ),
    ...(revokedTokenCount > 0 ? [`    live tokens that end: ${revokedTokenCount}`] : []),
  ];
}

const inWords = (value: string | null): string => (value === null ? 'none' : JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"'));

/** How many applications something becomes of, by what is planned for them. */
function summaryOf(plans: readonly GroupPlan[], words: Readonly<Record<Planned['action'], string>>): string {
  const actions = plans.flatMap(({ plan }) => plan.map(({ action }) => action));
  const counts = Object.entries(words).map(([action, word]) => `${actions.filter((one) => one === action).length} ${word}`);
  return `${counts.join(', ')}.`;
}
