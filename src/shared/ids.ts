import { OptionalProps, PrimaryKeyProp } from '@mikro-orm/core';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import { DateTime } from './scalars.ts';

/**
 * The opaque global id of an object (Relay's Global Object Identification): its type and its number.
 * @param type name of the GraphQL object type
 * @param databaseId the number that is unique within the type
 */
export function toGlobalId(type: string, databaseId: number): string {
  // of letters, digits and a colon comes nothing that base64url would write differently, and this is twice as fast
  return btoa(`${type}:${databaseId}`).replace(/=+$/, '');
}

const GLOBAL_ID = /^([A-Za-z]+):([1-9]\d{0,15})$/;

/** Takes a global id apart; undefined for anything that `toGlobalId` did not make. */
export function fromGlobalId(id: string): { type: string; databaseId: number } | undefined {
  const match = GLOBAL_ID.exec(Buffer.from(id, 'base64url').toString('latin1'));
  if (!match) return undefined;
  const [type, databaseId] = [match[1] as string, Number(match[2])];
  if (!Number.isSafeInteger(databaseId) || toGlobalId(type, databaseId) !== id) return undefined;
  return { type, databaseId };
}

/** A number that no object has, for filters by an id that is none. */
export const NO_ID = 0;

/** The number inside a global id of the wanted type; `NO_ID` for rubbish and for an id of another type. */
export function numberOf(type: string, id: string): number {
  const parts = fromGlobalId(id);
  return parts?.type === type ? parts.databaseId : NO_ID;
}

/** Where the object type of a plain row is kept, for fields that return an interface. */
export const typename = '__typename';

/** Relay's `Node`: whatever has a global id. */
@InterfaceType({
  description: 'An object with a global id, which `node` and `nodes` find again.',
  resolveType: (value: { [typename]: string }) => value[typename],
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id: opaque, unique across all types.' })
  id!: string;
}

/** What every stored object has: its number and the time it was made. */
@ObjectType()
export abstract class StoredNode extends Node {
  [PrimaryKeyProp]?: 'databaseId';
  [OptionalProps]?: 'id' | 'createdAt' | 'modifiedAt' | 'version';

  @Field(() => Int, {
    description: 'The number of the object in the database, unique within its type. `fullDatabaseId` also has those that are no `Int`.',
  })
  @PrimaryKey({ type: 'bigint', fieldName: 'id' })
  databaseId!: number;

  @Field(() => DateTime, { description: 'When it was created.' })
  @Property({ type: 'datetime', length: 3, onCreate: () => new Date() })
  createdAt!: Date;
}

/** A stored object that can change; `version` is the guard of optimistic locking. */
@ObjectType()
export abstract class MutableNode extends StoredNode {
  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime', length: 3, onCreate: () => new Date(), onUpdate: () => new Date() })
  modifiedAt!: Date;

  @Field(() => Int, { description: 'Grows with every change; give it as `expectedVersion` to notice that somebody else was faster.' })
  @Property({ type: 'integer', version: true, default: 1 })
  version!: number;
}
