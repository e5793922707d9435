import { OrganizationRole } from '../organizations/membership.entity.ts';
import { setMember } from '../organizations/organization.service.ts';
import type { Role } from '../shared/viewer.ts';
import { findOrganization, findUser } from './find.ts';
import { pick } from './pick.ts';
import { print } from './print.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

/** `clientele member set` */
export function set(organizationName: string, username: string, role: Role, json: boolean): Promise<void> {
  return asOperator(async (context) => {
    const organization = await findOrganization(context, organizationName);
    const user = await findUser(context, username);
    const input = { organizationId: organization.id, userId: user.id, role: OrganizationRole[role] };
    refuseIfAny((await setMember(context, input)).userErrors);
    const made = { organization: pick(organization, ['id', 'name']), user: pick(user, ['id', 'username']), role };
    print(json, made, () => `${user.username} is ${role} of ${organization.name}`);
  });
}
