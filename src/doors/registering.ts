import { findByName, listOrganizations } from '../organizations/organization.loaders.ts';
import { canEdit } from '../organizations/organization.policy.ts';
import type { Context } from '../query/context.ts';
import { NO_ID, toGlobalId } from '../shared/ids.ts';
import { organizationsOf } from '../shared/viewer.ts';
import { Failure } from './answers.ts';
import type { Registering } from './door.ts';

/**
 * The organization in which a door registers an application, whose system has none: that of the setting, else the only one that
 * the viewer administers. Whether it may be done there is for the service to say.
 * @returns its id; undefined where nobody has said which of several
 * @throws `FORBIDDEN` where the viewer administers none
 */
export async function organizationFor(context: Context, { organization }: Registering): Promise<string | undefined> {
  if (organization !== undefined) {
    const found = await findByName(context.store, organization);
    return toGlobalId('Organization', found?.databaseId ?? NO_ID);
  }
  const { viewer } = context;
  if (!viewer.isSuperuser) {
    const [only, ...others] = organizationsOf(viewer, 'ADMIN');
    if (only === undefined) throw new Failure('FORBIDDEN', 'Only an ADMIN of an organization may register applications in it.');
    return others.length > 0 ? undefined : toGlobalId('Organization', only);
  }
  // one more than two, because one may be the gateway's own
  const { nodes } = await listOrganizations(context, { first: 3 }, null);
  const [only, ...others] = nodes.filter((organization) => canEdit(viewer, organization));
  return others.length > 0 ? undefined : only?.id;
}

/** What is said where nobody has said in which organization. */
export const whichOrganization = (setting: string): string =>
  `It is not said in which organization applications are registered here, and you do not administer exactly one. Whoever runs the server names it by ${setting}.`;
