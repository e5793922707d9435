import { Application } from '../../applications/application.entity.ts';
import type { CreateApplicationInput } from '../../applications/application.inputs.ts';
import { applicationByClientId } from '../../applications/application.loaders.ts';
import { readable } from '../../applications/application.policy.ts';
import { ClientType } from '../../applications/application.rules.ts';
import * as service from '../../applications/application.service.ts';
import type { Answer } from '../../http/server.ts';
import { inOrder, numberedPage } from '../../query/pages/numbered.ts';
import { NEWEST_FIRST } from '../../query/pages/order.ts';
import type { Row } from '../../query/tables.ts';
import { refuse } from '../../shared/user-errors.ts';
import { empty, json, notFound } from '../answers.ts';
import type { Call, DoorsOptions } from '../door.ts';
import { organizationFor, whichOrganization } from '../registering.ts';
import { MASK, type Resource, shown } from '../resource.ts';
import { wasDeleted } from './deleted.ts';
import { inputOf, invalid, missing, requireDone } from './errors.ts';
import { pageIn, paginationOf } from './pages.ts';

/** The most characters of a redirect URI in EASI'R. */
const LONGEST_URI = 255;

/** An application, with its secret where that has just been made. */
interface ApplicationView {
  readonly row: Row<Application>;
  readonly secret?: string | null | undefined;
}

/** A time, as EASI'R writes it: in UTC. */
export const timeOf = (time: Date): string => time.toISOString().slice(0, 19).replace('T', ' ');

/** Applications, as EASI'R has them. */
export const APPLICATION: Resource<ApplicationView> = {
  name: 'Application',
  fields: {
    name: {
      type: 'string',
      label: 'Name',
      help: 'Its name, unique in its organization whatever its case: at most 255 characters.',
      direction: 'both',
      isRequired: true,
      show: ({ row }) => row.name,
    },
    client_id: {
      type: 'string',
      label: 'Client id',
      help: 'The client identifier: generated, never changes.',
      direction: 'out',
      show: ({ row }) => row.clientId,
    },
    client_secret: {
      type: 'string',
      label: 'Client secret',
      help: 'Shown in the answer that made it, and masked afterwards; null for a public client.',
      direction: 'out',
      isNullable: true,
      show: ({ row, secret }) => (row.clientType === ClientType.PUBLIC ? null : (secret ?? MASK)),
    },
    redirect_uri: {
      type: 'string',
      label: 'Redirect URI',
      help: 'Where users are sent back to, the first of several: at most 255 characters; null where there is none.',
      direction: 'both',
      isNullable: true,
      inner: 'redirectUris',
      take: (text) => (text === '' ? [] : [text]),
      show: ({ row }) => row.redirectUris[0] ?? null,
    },
    created_at: {
      type: 'string',
      label: 'Created',
      help: 'When it was made: YYYY-MM-DD HH:MM:SS in UTC.',
      direction: 'out',
      show: ({ row }) => timeOf(row.createdAt),
    },
    updated_at: {
      type: 'string',
      label: 'Updated',
      help: 'When it was last changed: YYYY-MM-DD HH:MM:SS in UTC.',
      direction: 'out',
      show: ({ row }) => timeOf(row.modifiedAt),
    },
  },
};

/** Shows a page of the applications that the viewer may read, the oldest first. */
export const list =
  ({ issuer }: DoorsOptions) =>
  async ({ context, query }: Call): Promise<Answer> => {
    const { page, size } = pageIn(query);
    const listing = { entity: Application, rights: readable, name: 'applications by age' };
    const oldestFirst = inOrder(listing, { ...NEWEST_FIRST, descending: false });
    const { rows, total } = await numberedPage(context, oldestFirst, { offset: page * size, size });
    const pagination = paginationOf(`${issuer}/applications`, query, { page, size, total });
    return json(200, { data: rows.map((row) => shown(APPLICATION, { row })), pagination });
  };

/** Shows one. */
export const get = async (call: Call): Promise<Answer> => json(200, shown(APPLICATION, { row: await find(call) }));

/** Registers a confidential client, to which users are sent back. */
export const create =
  ({ registering }: DoorsOptions) =>
  async ({ context, body }: Call): Promise<Answer> => {
    const input = inputIn(await body(), true);
    const organizationId = await organizationFor(context, registering.easir);
    if (organizationId === undefined)
      throw invalid({ message: whichOrganization('DOORS_EASIR_ORGANIZATION'), code: 'validation.required' });
    const { grantTypes } = registering.easir;
    const values = { ...input, organizationId, clientType: ClientType.CONFIDENTIAL, grantTypes: [...grantTypes] };
    const made = await service.createApplication(context, values);
    requireDone(APPLICATION, made);
    return json(201, shown(APPLICATION, { row: made.application as Row<Application>, secret: made.clientSecret }));
  };

/** Changes one; what is not named stays, and so do further redirect URIs. */
export async function update(call: Call): Promise<Answer> {
  const row = await find(call);
  const { redirectUris, ...input } = inputIn(await call.body(), false);
  const others = row.redirectUris.slice(1).filter((uri) => uri !== redirectUris?.[0]);
  const changed = await service.updateApplication(call.context, {
    ...input,
    id: row.id,
    ...(redirectUris && { redirectUris: [...redirectUris, ...others] }),
    // the others are those that were read, of which somebody may have taken one away meanwhile
    ...(redirectUris && others.length > 0 && { expectedVersion: row.version }),
  });
  requireDone(APPLICATION, changed);
  return json(200, shown(APPLICATION, { row: changed.application as Row<Application>, secret: changed.clientSecret }));
}

/** Deletes one. */
export async function remove(call: Call): Promise<Answer> {
  const { id } = await find(call);
  requireDone(APPLICATION, await service.deleteApplication(call.context, { id }));
  return empty(204);
}

type Input = Pick<CreateApplicationInput, 'name'> & { redirectUris?: string[] | null };

function inputIn(body: Awaited<ReturnType<Call['body']>>, isNew: boolean): Input {
  const { redirectUris, ...input } = inputOf<Input>(APPLICATION, body, isNew);
  const [uri = ''] = redirectUris ?? [];
  if (uri.length > LONGEST_URI)
    requireDone(APPLICATION, refuse('TOO_LONG', 'redirectUris', `Must have at most ${LONGEST_URI} characters; it has ${uri.length}.`));
  return redirectUris === undefined ? input : { ...input, redirectUris: redirectUris ?? [] };
}

/** The application of a path. @throws `NOT_FOUND`, or that it was deleted if the viewer may know of it */
async function find({ context, params: { client_id: clientId = '' } }: Call): Promise<Row<Application> & { readonly id: string }> {
  const row = await applicationByClientId(context, clientId);
  if (row) return row as Row<Application> & { readonly id: string };
  throw (await wasDeleted(context, clientId)) ? missing() : notFound();
}
