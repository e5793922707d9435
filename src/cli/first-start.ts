import { randomBytes } from 'node:crypto';
import { createOrganization } from '../organizations/organization.service.ts';
import { createContext } from '../query/context.ts';
import type { Store } from '../query/store.ts';
import type { Settings } from '../shared/settings.ts';
import { OPERATOR } from '../shared/viewer.ts';
import { createUser } from '../users/user.service.ts';

/** What a first start has made. */
export interface FirstStart {
  readonly username: string;
  /** The password, if it was made up and so has to be shown. */
  readonly password: string | undefined;
}

/**
 * Makes the organization `Default` and the superuser `admin` in a database that has no user yet.
 * @param password of the superuser; random if absent, so that no default ever works
 */
export async function firstStart(store: Store, settings: Settings, password: string | undefined): Promise<FirstStart | undefined> {
  const someone = await store.read(true).selectFrom('user').select('id').limit(1).executeTakeFirst();
  if (someone) return undefined;
  const context = createContext({ store, settings, viewer: OPERATOR });
  const chosen = password ?? randomBytes(18).toString('base64url');
  const { userErrors } = await createUser(context, { username: 'admin', password: chosen, isSuperuser: true });
  // another process may be making its first start on the same database
  if (userErrors.length > 0) return undefined;
  await createOrganization(context, { name: 'Default', description: 'Made on first start.' });
  return { username: 'admin', password: password === undefined ? chosen : undefined };
}
