import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { Costs } from '../../shared/cost.ts';

/** Where a page stands in its list (Relay connection specification, section 5). */
@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more comes after the page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether more comes before the page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first object: give it as `before` to page back.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last object: give it as `after` to page on.' })
  endCursor!: string | null;
}

/** Makes the edge type of a connection. */
export function edgeOf<Node extends object>(node: ClassType<Node>) {
  @ObjectType()
  abstract class Edge {
    @Field(() => String, { description: 'Where the object stands in the list; bound to its order and filter.' })
    cursor!: string;

    @Field(() => node, { description: 'The object.' })
    node!: object;
  }
  return Edge;
}

/** Makes a connection type of an edge and a node type. @param count what it costs to count such a list */
export function connectionOf<Node extends object, Edge extends object>(node: ClassType<Node>, edge: ClassType<Edge>, count: number) {
  @ObjectType()
  abstract class Connection {
    @Field(() => [edge], { description: 'The objects of the page with their cursors.' })
    edges!: object[];

    @Field(() => [node], { description: 'The objects of the page.' })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'Where the page stands in the list.' })
    pageInfo!: PageInfo;

    @Costs({ work: count })
    // not simple, so that its promise is awaited by every executor
    @Field(() => Int, { simple: false, description: 'How many objects the whole list has.' })
    totalCount!: Promise<number>;
  }
  return Connection;
}
