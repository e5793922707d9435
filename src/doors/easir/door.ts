import type { Door, DoorsOptions, Route } from '../door.ts';
import { withDescription } from '../openapi.ts';
import type { Resource } from '../resource.ts';
import { APPLICATION, create, get, list, remove, update } from './applications.ts';
import { faultAnswer } from './errors.ts';

const ALL = '/applications';
const ONE = `${ALL}/:client_id`;

const PAGE: Resource = {
  name: 'ApplicationPage',
  fields: {
    data: { type: 'list', label: 'Data', help: 'The applications.', direction: 'out', holds: APPLICATION as Resource },
    pagination: {
      type: 'object',
      label: 'Pagination',
      help: '`total`, `page` (from 0), `per_page`, and the `urls` of the `previous` and the `next` page, or null.',
      direction: 'out',
    },
  },
};

/** The door for clients of EASI'R. */
export const easir = (options: DoorsOptions): Door =>
  withDescription(
    {
      name: 'easir',
      title: "EASI'R",
      prefixes: [ALL],
      isCaseSensitive: true,
      headers: { 'cache-control': 'no-store' },
      forwards: {},
      takesPasswords: false,
      faultAnswer,
      routes: routesOf(options),
    },
    `${ALL}/openapi.json`,
  );

const routesOf = (options: DoorsOptions): Route[] => [
  {
    method: 'GET',
    path: ALL,
    operation: 'applications',
    gives: { resource: PAGE },
    answer: list(options),
    does: 'Lists the applications that you may read, the oldest first, 15 on a page.',
    deviation: '`per_page` may be at most 100, and `page * per_page` at most 100,000, because all that is skipped is read.',
  },
  {
    method: 'POST',
    path: ALL,
    operation: 'createApplication',
    takes: APPLICATION,
    gives: { resource: APPLICATION, status: 201 },
    answer: create(options),
    does: 'Registers a confidential client with the authorization code grant, and shows its secret this once.',
    deviation:
      'It belongs to the organization of `DOORS_EASIR_ORGANIZATION`, else to the only one that you administer. A trusted client is an application that is `trusted`; personal tokens are, too.',
  },
  {
    method: 'GET',
    path: ONE,
    operation: 'application',
    gives: { resource: APPLICATION },
    answer: get,
    does: 'Shows one.',
    deviation:
      'The secret is masked, because only its digest is kept. 410 tells of the 1,000 applications that were deleted last, and only to whom activity tells of it; others get 404.',
  },
  {
    method: 'PUT',
    path: ONE,
    operation: 'updateApplication',
    takes: APPLICATION,
    gives: { resource: APPLICATION },
    answer: update,
    does: 'Changes its name and its redirect URI.',
    deviation: 'Of several redirect URIs, the first is shown and changed.',
  },
  {
    method: 'DELETE',
    path: ONE,
    operation: 'deleteApplication',
    answer: remove,
    does: 'Deletes it with its secrets and tokens.',
    deviation: 'Needs a trusted client, like creating.',
  },
];
