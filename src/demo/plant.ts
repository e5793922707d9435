import { ActivityEntry } from '../activity/activity.entity.ts';
import { Application } from '../applications/application.entity.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import type { Store } from '../query/store.ts';
import { Token } from '../tokens/token.entity.ts';
import { makeApplication, type Place, secretsOf } from './applications.ts';
import { entriesOf } from './changes.ts';
import { insertInto } from './insert.ts';
import { type People, plantPeople } from './plant-people.ts';
import { createRandom, type Random } from './random.ts';
import { tokensBefore, tokensOf } from './tokens.ts';

/** How many applications, with their secrets and tokens, one transaction inserts. */
const BATCH = 500;
/** The most personal tokens of a user, and the most of a hundred tokens that are personal. */
const PERSONAL = { each: 3, percent: 10 };

/** How large a data set is. */
export interface Sizes {
  readonly organizations: number;
  readonly users: number;
  readonly applications: number;
  readonly tokens: number;
}

/**
 * Fills a database with a data set; what is there already stays. The same sizes and seed give the same set, with times
 * that end now. Nobody can use its secrets and tokens: no value is known that has their digests.
 * @param tell told after every batch how many applications there are
 * @returns how much was made: less than was asked for where a name was taken
 */
export async function plant(store: Store, sizes: Sizes, seed: number, onProgress: (applications: number) => void): Promise<Sizes> {
  const now = Date.now();
  const earlier = await countApplications(store);
  const random = createRandom(seed + earlier);
  const people = await plantPeople(store, sizes, now, random);
  const personal = await plantPersonalTokens(store, sizes, people, now, random);
  let [applications, tokens] = [0, personal];
  for (let done = 0; done < sizes.applications; done += BATCH) {
    const places = Array.from({ length: Math.min(BATCH, sizes.applications - done) }, (_, index) =>
      placeOf(done + index, { earlier, total: sizes.applications, people, now, random }),
    );
    const made = await plantApplications(store, places, { personal, tokens: sizes.tokens - personal, people, random });
    applications += made.applications;
    tokens += made.tokens;
    onProgress(applications);
  }
  return { ...people.made, applications, tokens };
}

/** How many applications a database has. */
export async function countApplications(store: Store): Promise<number> {
  const query = store.read(true).selectFrom('application');
  return Number((await query.select((eb) => eb.fn.countAll().as('total')).executeTakeFirstOrThrow()).total);
}

interface Field {
  readonly earlier: number;
  readonly total: number;
  readonly people: People;
  readonly now: number;
  readonly random: Random;
}

function placeOf(ordinal: number, { earlier, total, people, now, random }: Field): Place {
  const [all, count] = [earlier + ordinal, people.organizations.length];
  const organization = all % count;
  const [admin] = people.members[organization] ?? [];
  return {
    ordinal,
    total,
    organization,
    before: Math.floor(all / count),
    organizationId: people.organizations[organization] as number,
    createdById: random.chance(90) ? (admin as number) : random.pick(people.users),
    now,
  };
}

interface Plan {
  /** How many tokens were made before those of applications, and how many are those. */
  readonly personal: number;
  readonly tokens: number;
  readonly people: People;
  readonly random: Random;
}

function plantApplications(
  store: Store,
  places: readonly Place[],
  { personal, tokens, people, random }: Plan,
): Promise<Pick<Sizes, 'applications' | 'tokens'>> {
  const planned = places.map((place) => {
    const application = makeApplication(place, random);
    const users = people.members[place.organization] as readonly number[];
    const [first, next] = [0, 1].map((step) => tokensBefore(place.ordinal + step, place.total, tokens)) as [number, number];
    const issue = { application, users, ordinal: personal + first, now: until(application, place) };
    return used({ application, secrets: secretsOf(application, place, random), tokens: tokensOf(issue, next - first, random) });
  });
  return store.write(async (transaction) => {
    const insert = insertInto(store, transaction);
    const applications = planned.map(({ application }) => application);
    const numbers = await insert(Application, applications, 'client_id');
    // an application whose name is taken was left out, and so are its children
    const made = planned.filter(({ application }) => numbers.has(application.clientId));
    const ofApplication = <Child>({ clientId }: { clientId: string }, children: readonly Child[]) =>
      children.map((child) => ({ ...child, applicationId: numbers.get(clientId) as number }));
    await insert(
      ClientSecret,
      made.flatMap(({ application, secrets }) => ofApplication(application, secrets)),
    );
    const issued = made.flatMap(({ application, tokens }) => ofApplication(application, tokens));
    await insert(Token, issued);
    const entries = made.flatMap((planted) => {
      const number = numbers.get(planted.application.clientId) as number;
      return entriesOf(planted, number, actorsOf(planted.application, people), random);
    });
    await insert(
      ActivityEntry,
      entries.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime()),
    );
    return { applications: made.length, tokens: issued.length };
  });
}

/** Who changes an application: whoever made it, and the ADMIN of its organization, which does so more often. */
function actorsOf({ organizationId, createdById }: Planned['application'], { organizations, members }: People): readonly (number | null)[] {
  const [admin = createdById] = members[organizations.indexOf(organizationId)] ?? [];
  return [admin, admin, createdById];
}

/** How long an application has got tokens. */
const until = ({ enabled, modifiedAt }: Planned['application'], { now }: Place): number => (enabled ? now : modifiedAt.getTime());

type Planned = {
  readonly application: ReturnType<typeof makeApplication>;
  readonly secrets: ReturnType<typeof secretsOf>;
  readonly tokens: ReturnType<typeof tokensOf>;
};

/** Stamps an application with the last use of its secrets and tokens. */
function used({ application, secrets, tokens }: Planned): Planned {
  const uses = [...secrets, ...tokens].flatMap(({ lastUsedAt }) => lastUsedAt ?? []).sort((a, b) => b.getTime() - a.getTime());
  return { application: { ...application, lastUsedAt: uses[0] ?? null }, secrets, tokens };
}

async function plantPersonalTokens(store: Store, { tokens }: Sizes, { users }: People, now: number, random: Random): Promise<number> {
  const total = Math.min(users.length * PERSONAL.each, Math.floor((tokens * PERSONAL.percent) / 100));
  const rows = users.flatMap((user, index) => {
    const [first, next] = [index, index + 1].map((ordinal) => Math.floor((total * ordinal) / users.length)) as [number, number];
    return tokensOf({ application: null, users: [user], ordinal: first, now }, next - first, random).map((row) => ({
      ...row,
      applicationId: null,
    }));
  });
  await store.write(async (transaction) => void (await insertInto(store, transaction)(Token, rows)));
  return total;
}
