import { Organization } from '../../organizations/organization.entity.ts';
import { organizationById } from '../../organizations/organization.loaders.ts';
import { canDelete, canEdit, isReadable, readable } from '../../organizations/organization.policy.ts';
import * as service from '../../organizations/organization.service.ts';
import type { Row } from '../../query/tables.ts';
import type { Collection } from './collection.ts';
import type { List } from './lists.ts';
import { namedUrl } from './names.ts';
import { type AwxResource, nameIn, stored, times } from './resource.ts';

/** An organization, with all that is shown of it. */
interface OrganizationView {
  readonly row: Row<Organization>;
  readonly base: string;
  readonly capabilities: { readonly edit: boolean; readonly delete: boolean };
}

/** Organizations, as AWX has them. */
const ORGANIZATION: AwxResource<OrganizationView> = {
  name: 'Organization',
  model: 'Organization',
  title: 'Organization',
  fields: {
    ...stored<OrganizationView>('organization', 'organizations'),
    related: {
      type: 'object',
      label: 'Related',
      help: 'URLs of what belongs to it.',
      direction: 'out',
      show: ({ row, base }) => ({
        named_url: `${base}/organizations/${namedUrl(row.name)}/`,
        activity_stream: `${base}/organizations/${row.databaseId}/activity_stream/`,
      }),
    },
    summary_fields: {
      type: 'object',
      label: 'Summary fields',
      help: 'What you may do with it.',
      direction: 'out',
      show: ({ capabilities }) => ({ user_capabilities: capabilities }),
    },
    ...times<OrganizationView>(),
    name: {
      type: 'string',
      label: 'Name',
      help: 'Name of this organization, unique whatever its case.',
      direction: 'both',
      isRequired: true,
      show: ({ row }) => row.name,
      filter: { kind: 'text', column: 'x.name', key: 'x.name_key', folded: nameIn('x.name_key'), isNarrow: true, order: ['x.name_key'] },
    },
    description: {
      type: 'string',
      label: 'Description',
      help: 'Optional description of this organization.',
      direction: 'both',
      show: ({ row }) => row.description,
      filter: { kind: 'text', column: 'x.description', isLong: true, order: ['x.description'] },
    },
    max_hosts: { type: 'integer', label: 'Max hosts', help: 'There are no hosts here: 0.', direction: 'out', show: () => 0 },
    custom_virtualenv: {
      type: 'string',
      label: 'Custom virtualenv',
      help: 'There is none here.',
      direction: 'out',
      isNullable: true,
      show: () => null,
    },
    default_environment: {
      type: 'id',
      label: 'Default environment',
      help: 'There is none here.',
      direction: 'out',
      isNullable: true,
      show: () => null,
    },
  },
  searched: ['name', 'description'],
};

/** The list of organizations that the viewer may read. */
const ORGANIZATIONS: List<Organization> = {
  name: 'organizations',
  resource: ORGANIZATION,
  entity: Organization,
  rights: readable,
  isReadable,
  order: [{ field: 'name', isDescending: false }],
};

/** What is served of organizations. */
export const organizations: Collection<Organization, OrganizationView> = {
  path: 'organizations',
  resource: ORGANIZATION,
  list: ORGANIZATIONS,
  byNumber: organizationById,
  naming: ['name'],
  view: ({ viewer }, row, { base }) => ({ row, base, capabilities: { edit: canEdit(viewer, row), delete: canDelete(viewer, row) } }),
  operations: {
    list: 'organizations',
    one: 'organization',
    create: 'createOrganization',
    update: 'updateOrganization',
    remove: 'deleteOrganization',
  },
  create: service.createOrganization,
  update: service.updateOrganization,
  remove: service.deleteOrganization,
  made: 'organization',
  says: {
    list: { does: 'Lists the organizations that you may read.', deviation: 'Their members are set by the API alone.' },
    one: { does: 'Shows one, by its number or its name.' },
    create: { does: 'Makes an organization. For superusers whose token has the scope `admin`.' },
    update: { does: 'Changes its name or description.' },
    remove: { does: 'Deletes it with its applications. For superusers whose token has the scope `admin`.' },
  },
};
