import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FieldChange } from '../activity/activity.entity.ts';
import { changesBetween } from '../activity/activity.rules.ts';
import type { Application } from '../applications/application.entity.ts';
import { ACTIVITY_FIELDS, whole } from '../applications/application.fields.ts';
import { applicationById } from '../applications/application.loaders.ts';
import {
  assign,
  finishUpdate,
  register,
  remove,
  type StoredApplication,
  stateOf,
  told,
  UNIQUE,
} from '../applications/application.service.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import { addSecret, recordSecret, touch } from '../applications/client-secret.service.ts';
import { mutate, requireRights, type Writing } from '../mutation/mutation.ts';
import type { Context } from '../query/context.ts';
import type { Row } from '../query/tables.ts';
import { inTurns } from '../shared/turns.ts';
import { checked, checkedRequest, type Declared, locked, numbersOf } from './declaration.checks.ts';
import type { ApplicationPlan, ApplyApplicationsInput } from './declaration.inputs.ts';
import { PlannedAction, SecretFate } from './declaration.rules.ts';
import { liveSecretsOf } from './secret-plan.checks.ts';

/** Ends a dry run, so that nothing of it is committed. */
class DryRun extends Error {
  constructor(readonly plan: readonly ApplicationPlan[]) {
    super('dry run');
  }
}

/**
 * Makes the applications of an organization what is declared: all of them, or nothing. A dry run does the same and takes it back, so
 * that what it plans is what would be done.
 */
export async function applyApplications(context: Context, input: ApplyApplicationsInput) {
  try {
    return await mutate(
      context,
      async (writing) => {
        const plan = await apply(writing, input);
        if (input.dryRun) throw new DryRun(plan.map((one) => asPlanned(one, input)));
        return { plan };
      },
      UNIQUE,
    );
  } catch (error) {
    if (error instanceof DryRun) return { plan: error.plan, userErrors: [] };
    throw error;
  }
}

/** What is said of a plan that was not carried out: nothing that was generated for it is there, and nothing has changed. */
function asPlanned(plan: ApplicationPlan, { applications }: ApplyApplicationsInput): ApplicationPlan {
  if (plan.action === PlannedAction.KEEP) return plan;
  const planned = { ...plan, clientSecret: null, application: null };
  if (plan.action !== PlannedAction.CREATE || applications[plan.index ?? Number.NaN]?.clientId != null) return planned;
  return { ...planned, clientId: null, changes: plan.changes.filter(({ field }) => field !== 'clientId') };
}

async function apply(writing: Writing, input: ApplyApplicationsInput): Promise<ApplicationPlan[]> {
  const organizationId = await checkedRequest(writing, input);
  const { numbers, untold } = await numbersOf(writing, organizationId, input.applications);
  const { found, managers } = await locked(writing, organizationId, numbers, input);
  await requireRights(writing);
  const secrets = await liveSecretsOf(writing, [...found.keys()]);
  const declared = await checked(writing, input, { numbers, untold, found, secrets });
  const declaredNumbers = new Set(numbers);
  const surplus = [...found.values()].filter(({ databaseId }) => !declaredNumbers.has(databaseId)).map(stateOf);
  // what goes makes room for what comes
  const deletions = await deletionsOf(writing, surplus, secrets);
  return [...(await updatesAndCreations(writing, managers, input, declared)), ...deletions];
}

/** Writes what changes and what is new. @returns what becomes of each */
async function updatesAndCreations(
  writing: Writing,
  managers: readonly SqlEntityManager[],
  { source = null }: ApplyApplicationsInput,
  declared: readonly Declared[],
): Promise<ApplicationPlan[]> {
  const plans: ApplicationPlan[] = [];
  const there = declared.flatMap((one, index) => (isThere(one) ? [{ ...one, index }] : []));
  const shown = new Map<number, string | null>();
  const moved = new Map<number, FieldChange>();
  for await (const part of inTurns(there))
    for (const one of part) {
      const { application } = one;
      // what somebody has registered by hand stays theirs
      if (source !== null && application.source !== null && application.source !== source) {
        moved.set(one.index, { field: 'source', before: application.source, after: source });
        application.source = source;
      }
      shown.set(one.index, await change(writing, one));
    }
  for await (const [manager] of inTurns(managers, 1)) await manager?.flush();
  // what was loaded before is what it was before
  writing.loaders.clear();
  const rows = await applicationById(writing).loadMany(there.map(({ application }) => application.databaseId));
  for await (const part of inTurns([...there.entries()]))
    for (const [index, one] of part)
      plans[one.index] = await update(writing, one, rows[index] as Row<Application>, shown.get(one.index) ?? null, moved.get(one.index));
  for await (const part of inTurns([...declared.entries()]))
    for (const [index, one] of part) plans[index] ??= await creation(writing, index, one, source);
  return plans;
}

/** A declaration of an application that is there. */
interface DeclaredAgain extends Declared {
  readonly application: Application;
  readonly before: StoredApplication;
}

const isThere = (one: Declared): one is DeclaredAgain => one.application !== undefined;

/** Changes an application, and its client secrets. @returns the secret that it gets, if it was generated */
async function change(writing: Writing, { application, before, after, secrets, input }: DeclaredAgain): Promise<string | null> {
  assign(application, before, whole(after));
  const { areRemoved, added } = secrets;
  if (areRemoved || added) touch(application);
  if (areRemoved) await writing.em.nativeDelete(ClientSecret, { application: application.databaseId });
  return added ? addSecret(writing, application.databaseId, { clientSecret: input.clientSecret }) : null;
}

async function update(
  writing: Writing,
  { index, before, secrets }: DeclaredAgain & { readonly index: number },
  row: Row<Application>,
  clientSecret: string | null,
  moved?: FieldChange,
): Promise<ApplicationPlan> {
  const changes = [...changesBetween(ACTIVITY_FIELDS, told(before), told(row)), ...(moved ? [moved] : [])];
  const isKept = changes.length === 0 && !secrets.areRemoved && !secrets.added;
  const { name, clientId } = row;
  const revokedTokenCount = changes.length > 0 ? await finishUpdate(writing, before, row, changes) : 0;
  if (secrets.added) await recordSecret(writing, row, secrets.added);
  const action = isKept ? PlannedAction.KEEP : PlannedAction.UPDATE;
  return { action, index, name, clientId, changes, secrets: [...secrets.plans], clientSecret, revokedTokenCount, application: row };
}

async function creation(
  writing: Writing,
  index: number,
  { input, after, secrets }: Declared,
  source: string | null,
): Promise<ApplicationPlan> {
  const values = whole(after);
  const { application, clientSecret } = await register(writing, writing, values, { clientSecret: input.clientSecret, source });
  const { name } = application;
  return {
    action: PlannedAction.CREATE,
    index,
    name,
    clientId: application.clientId,
    changes: changesBetween(ACTIVITY_FIELDS, null, told(values)),
    secrets: [...secrets.plans],
    clientSecret,
    revokedTokenCount: 0,
    application,
  };
}

async function deletionsOf(
  writing: Writing,
  applications: readonly StoredApplication[],
  secrets: ReadonlyMap<number, readonly Row<ClientSecret>[]>,
): Promise<ApplicationPlan[]> {
  const plans: ApplicationPlan[] = [];
  for await (const part of inTurns(applications)) {
    const revoked = await remove(writing, part);
    for (const [index, state] of part.entries())
      plans.push({
        action: PlannedAction.DELETE,
        index: null,
        name: state.name,
        clientId: state.clientId,
        changes: changesBetween(ACTIVITY_FIELDS, told(state), null),
        secrets: (secrets.get(state.databaseId) ?? []).map(({ hint, name }) => ({ fate: SecretFate.REMOVED, hint, name })),
        clientSecret: null,
        revokedTokenCount: revoked[index] ?? 0,
        application: null,
      });
  }
  return plans;
}
