import { errors } from 'oidc-provider';
import { isForeignKeyViolation } from '../query/dialect/driver-errors.ts';
import type { Store } from '../query/store.ts';
import { applicationOf, currentRequest } from './environment.ts';

/**
 * A store for requests whose application or user can be deleted at any moment while they are answered. What then cannot
 * be stored any more is no fault: the client hears that it, or its user, is none (RFC 6749, sections 4.1.2.1 and 5.2).
 */
export function mindfulOfDeletions(store: Store): Store {
  const explained = async <T>(stored: Promise<T>): Promise<T> => {
    try {
      return await stored;
    } catch (error) {
      throw isForeignKeyViolation(error) ? await whatIsGone(store) : error;
    }
  };
  return {
    dialect: store.dialect,
    table: (entity) => store.table(entity),
    read: (fresh) => store.read(fresh),
    write: (work) => explained(store.write(work)),
    insert: (...insertion) => explained(store.insert(...insertion)),
  };
}

async function whatIsGone(store: Store): Promise<Error> {
  const { client, route } = currentRequest()?.oidc ?? {};
  if (!client) return new errors.InvalidRequest('the application or the user was deleted meanwhile');
  const applications = store.read(true).selectFrom('application').where('id', '=', applicationOf(client).databaseId);
  if (await applications.select('id').executeTakeFirst())
    return route === 'token' ? new errors.InvalidGrant('the user was deleted') : new errors.AccessDenied('the user was deleted');
  // nobody is sent to where an application that is gone wanted them
  return Object.assign(new errors.InvalidClient('the application was deleted'), { allow_redirect: false });
}
