import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/sqlite';
import DataLoader from 'dataloader';
import { buildSchema } from 'type-graphql';
import { ActivityEntry, Application, ClientSecret, Membership, Organization, Token, User } from './defaults-entities.ts';
import { ApplicationResolver, type Context, TokenResolver } from './defaults-resolvers.ts';
import { digestOfBearer, viewerOf } from './viewer.ts';

/** Apollo Server, TypeGraphQL and MikroORM as their guides put them together, with nothing turned on or off. */
const orm = await MikroORM.init({
  dbName: process.env.DATABASE,
  entities: [User, Organization, Membership, Application, ClientSecret, Token, ActivityEntry],
  metadataProvider: ReflectMetadataProvider,
});
await orm.em.getConnection().execute('pragma synchronous = FULL');

async function contextOf(authorization: string | undefined): Promise<Context> {
  const em = orm.em.fork();
  const token = await em.findOne(Token, { digest: digestOfBearer(authorization) ?? '' }, { populate: ['user', 'application'] });
  const memberships = token?.user ? await em.find(Membership, { user: token.user }) : [];
  const viewer = viewerOf(
    token
      ? {
          user_id: token.user.id,
          application_id: token.application?.databaseId ?? null,
          scopes: JSON.stringify(token.scopes),
          expires_at: token.expiresAt,
          revoked_at: token.revokedAt,
          enabled: token.application?.enabled ?? null,
          is_superuser: token.user.isSuperuser,
          roles: JSON.stringify(memberships.map(({ organization, role }) => [organization.databaseId, role])),
        }
      : undefined,
  );
  return {
    em,
    viewer,
    organizations: new DataLoader(async (ids: readonly number[]) => {
      const found = await em.find(Organization, { databaseId: { $in: [...ids] } });
      return ids.map((id) => found.find(({ databaseId }) => databaseId === id) as Organization);
    }),
    tokens: new DataLoader(async (applications: readonly Application[]) => {
      const isAudited = ({ organization }: Application) => viewer.isSuperuser || viewer.audited.includes(organization.databaseId);
      const [audited, others] = [applications.filter(isAudited), applications.filter((application) => !isAudited(application))];
      const where = { $or: [{ application: { $in: audited } }, { application: { $in: others }, user: viewer.userId }] };
      const found = Map.groupBy(
        await em.find(Token, where, { orderBy: { databaseId: 'desc' } }),
        ({ application }) => application?.databaseId,
      );
      return applications.map(({ databaseId }) => found.get(databaseId) ?? []);
    }),
  };
}

const server = new ApolloServer<Context>({ schema: await buildSchema({ resolvers: [ApplicationResolver, TokenResolver] }) });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async ({ req }) => contextOf(req.headers.authorization),
});
