import { listOrganizations } from '../organizations/organization.loaders.ts';
import { createOrganization } from '../organizations/organization.service.ts';
import { firstOf, type ListOptions, printList } from './lists.ts';
import { pick } from './pick.ts';
import { print } from './print.ts';
import { refuseIfAny } from './refuse.ts';
import { asOperator } from './with-store.ts';

/** What `organization list` is asked. */
export interface OrganizationListOptions extends ListOptions {
  readonly search?: string;
}

/** What `organization create` is asked. */
export interface OrganizationOptions {
  readonly description?: string;
  readonly json: boolean;
}

const FIELDS = ['id', 'name', 'description', 'createdAt', 'modifiedAt', 'version'] as const;

/** `clientele organization list` */
export function list({ json, limit, search }: OrganizationListOptions): Promise<void> {
  return asOperator(async (context) => {
    const { totalCount, nodes } = await firstOf(limit, (args) => listOrganizations(context, args, search));
    const shown = nodes.map((node) => pick(node, FIELDS));
    printList(json, { totalCount, nodes: shown }, ({ name, description, createdAt }) => ({
      NAME: name,
      CREATED: createdAt,
      DESCRIPTION: description,
    }));
  });
}

/** `clientele organization create` */
export function create(name: string, { json, description }: OrganizationOptions): Promise<void> {
  return asOperator(async (context) => {
    const payload = await createOrganization(context, { name, description });
    refuseIfAny(payload.userErrors);
    const { organization } = payload as Required<typeof payload>;
    print(json, { organization: pick(organization, FIELDS) }, () => `Made the organization ${organization.name}`);
  });
}
