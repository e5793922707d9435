import { mint } from '../../support/mint.ts';
import type { Made, World } from '../../support/world.ts';
import { type Actor, changed, created, found, listed, type Pair, promiseSameRights } from '../support/rights.ts';

const self = ({ users }: World, actor: Actor) => users[actor ?? 'member'];
const other = ({ users }: World, actor: Actor) => users[actor === 'member' ? 'auditor' : 'member'];
const personal = async (world: World, user: Made) => (await mint(world, { user, scopes: ['read'] })).token;

/** An application with one token; a stranger has none there, so that it is of the client itself. */
const withTokenOf =
  (whose: (world: World, actor: Actor) => Made) =>
  async (world: World, actor: Actor): Promise<Made> => {
    const application = await world.register();
    await mint(world, { application, user: actor === 'stranger' ? undefined : whose(world, actor), scopes: ['read'] });
    return application;
  };

const at = ({ databaseId }: Made) => `/api/v2/applications/${databaseId}/`;

const ofTokens = (whose: string, of: (world: World, actor: Actor) => Made): Pair[] => [
  {
    promise: `list a token ${whose} of an application`,
    graphql: listed('tokens', 'applicationId', withTokenOf(of)),
    sent: async (world, actor) => ({
      method: 'GET',
      path: `/api/v2/tokens/?application=${(await withTokenOf(of)(world, actor)).databaseId}`,
    }),
  },
  {
    promise: `list the tokens ${whose} at an application`,
    graphql: listed('tokens', 'applicationId', withTokenOf(of)),
    sent: async (world, actor) => ({ method: 'GET', path: `${at(await withTokenOf(of)(world, actor))}tokens/` }),
  },
  {
    promise: `read a personal token ${whose}`,
    graphql: found('node', (world, actor) => personal(world, of(world, actor))),
    sent: async (world, actor) => ({ method: 'GET', path: `/api/v2/tokens/${(await personal(world, of(world, actor))).databaseId}/` }),
  },
];

promiseSameRights('awx', [
  {
    promise: 'find an application',
    graphql: found('application', created),
    sent: async (world) => ({ method: 'GET', path: `/api/v2/applications/?id=${(await created(world)).databaseId}` }),
  },
  {
    promise: 'read what was done to an application',
    graphql: listed('activity', 'objectId', created),
    sent: async (world) => ({ method: 'GET', path: `${at(await created(world))}activity_stream/` }),
  },
  {
    promise: 'make a token at an application',
    isBelow: true,
    graphql: changed('createToken', async (world) => ({ applicationId: (await world.register()).id, scopes: ['read'] })),
    sent: async (world) => ({ method: 'POST', path: `${at(await created(world))}tokens/`, body: { scope: 'read' } }),
  },
  ...ofTokens('of somebody else', other),
  ...ofTokens('of one’s own', self),
]);
