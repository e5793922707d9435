import type DataLoader from 'dataloader';
import { GraphQLSafeInt } from 'graphql-scalars';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { entryById } from './activity/activity.loaders.ts';
import { applicationById } from './applications/application.loaders.ts';
import { secretById } from './applications/client-secret.loaders.ts';
import { grantById } from './grants/grant.loaders.ts';
import { organizationById } from './organizations/organization.loaders.ts';
import type { Context } from './query/context.ts';
import { MAXIMUM_PAGE_SIZE } from './query/pages/arguments.ts';
import { Needs } from './query/selection.ts';
import { badArgument } from './shared/errors.ts';
import { fromGlobalId, Node, StoredNode } from './shared/ids.ts';
import { Allow } from './shared/permission.ts';
import { tokenById } from './tokens/token.loaders.ts';
import { userById } from './users/user.loaders.ts';

/** How the objects of each type are found again. */
const LOADERS = new Map<string, (context: Context) => DataLoader<number, object | null>>(
  Object.entries({
    Application: applicationById,
    ClientSecret: secretById,
    Token: tokenById,
    Grant: grantById,
    Organization: organizationById,
    User: userById,
    ActivityEntry: entryById,
  }),
);

/** The object under a global id, if the viewer may read it. @param type that it must have; any if absent */
export function findNode(context: Context, id: string, type?: string): Promise<object | null> | null {
  const parts = fromGlobalId(id);
  if (!parts || (type !== undefined && parts.type !== type)) return null;
  return LOADERS.get(parts.type)?.(context).load(parts.databaseId) ?? null;
}

/** What all objects have. */
@Resolver(() => StoredNode)
export class StoredNodeResolver {
  @Needs('databaseId')
  @FieldResolver(() => GraphQLSafeInt, { description: 'The number of the object in the database, however large.' })
  fullDatabaseId(@Root() { databaseId }: StoredNode) {
    return databaseId;
  }
}

/** Objects by global id, whatever their type. */
@Resolver(() => Node)
export class NodesResolver {
  @Allow({ scope: 'read' })
  @Query(() => Node, { nullable: true, description: 'An object by global id.' })
  node(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Global id.' }) id: string) {
    return findNode(context, id);
  }

  @Allow({ scope: 'read' })
  @Query(() => [Node], {
    nullable: 'items',
    description: 'At most 100 objects by global id, in the order of the ids, with null where there is none.',
  })
  nodes(@Ctx() context: Context, @Arg('ids', () => [ID], { description: 'Global ids.' }) ids: string[]) {
    if (ids.length > MAXIMUM_PAGE_SIZE) throw badArgument('ids', `at most ${MAXIMUM_PAGE_SIZE} at once, not ${ids.length}.`);
    return ids.map((id) => findNode(context, id));
  }
}
