import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Columns } from '../query/tables.ts';
import { Costs } from '../shared/cost.ts';
import { Node, StoredNode } from '../shared/ids.ts';

/** What was done. */
export enum ActivityOperation {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  DELETE = 'DELETE',
  ADD_SECRET = 'ADD_SECRET',
  ROTATE_SECRET = 'ROTATE_SECRET',
  DELETE_SECRET = 'DELETE_SECRET',
  ISSUE_TOKEN = 'ISSUE_TOKEN',
  REVOKE_TOKEN = 'REVOKE_TOKEN',
  ADD_MEMBER = 'ADD_MEMBER',
  REMOVE_MEMBER = 'REMOVE_MEMBER',
  WARN_OF_LOGINS = 'WARN_OF_LOGINS',
}

registerEnumType(ActivityOperation, {
  name: 'ActivityOperation',
  description: 'What was done to an object.',
  valuesConfig: {
    CREATE: { description: 'The object was created.' },
    UPDATE: { description: 'Fields of the object changed.' },
    DELETE: { description: 'The object was deleted.' },
    ADD_SECRET: { description: 'An application got one more client secret, generated or given.' },
    ROTATE_SECRET: { description: 'An application got a new client secret.' },
    DELETE_SECRET: { description: 'A client secret of an application was deleted.' },
    ISSUE_TOKEN: { description: 'A token was issued.' },
    REVOKE_TOKEN: { description: 'One token, or all of an application or user, were revoked.' },
    ADD_MEMBER: { description: 'A user became a member of an organization, or got another role in it.' },
    REMOVE_MEMBER: { description: 'A user ceased to be a member of an organization.' },
    WARN_OF_LOGINS: { description: 'Many passwords that were tried for the user within a short time were wrong.' },
  },
});

/** One changed field. */
@ObjectType({ description: 'One field that changed. Secrets are masked.' })
export class FieldChange {
  @Field(() => String, { description: 'Name of the field.' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'The value before; null when there was none.' })
  before!: string | null;

  @Field(() => String, { nullable: true, description: 'The value after; null when there is none.' })
  after!: string | null;
}

/**
 * Who did what to which object. Entries never change, and refer to objects and actors by number alone,
 * because they outlive both.
 */
@ObjectType({ implements: Node, description: 'Who did what to which object. Entries outlive their objects and never change.' })
@Entity({ tableName: 'activity_entry' })
@Index({ name: 'activity_entry_object', properties: ['objectType', 'objectDatabaseId', 'databaseId'] })
@Index({ name: 'activity_entry_organization', properties: ['organizationId', 'databaseId'] })
@Index({ name: 'activity_entry_subject', properties: ['subjectId', 'databaseId'], where: { subjectId: { $ne: null } } })
@Index({ name: 'activity_entry_actor', properties: ['actorId', 'databaseId'], where: { actorId: { $ne: null } } })
@Index({ name: 'activity_entry_operation', properties: ['operation', 'databaseId'] })
@Index({
  name: 'activity_entry_deleted_application',
  properties: ['operation', 'objectType', 'databaseId'],
  where: { operation: ActivityOperation.DELETE, objectType: 'Application' },
})
@Index({ name: 'activity_entry_time', properties: ['createdAt', 'databaseId'] })
export class ActivityEntry extends StoredNode {
  @Field(() => ActivityOperation, { description: 'What was done.' })
  @Property({ type: 'text' })
  operation!: ActivityOperation;

  /** Who did it; null for the command line and for clients that act for nobody. */
  @Property({ type: 'bigint', nullable: true })
  actorId!: number | null;

  @Field(() => String, { description: 'Type of the object, such as `Application`.' })
  @Property({ type: 'text' })
  objectType!: string;

  @Property({ type: 'bigint' })
  objectDatabaseId!: number;

  @Field(() => String, { description: 'Name of the object at the time.' })
  @Property({ type: 'text' })
  objectName!: string;

  /** The organization whose members may read the entry, if any. */
  @Property({ type: 'bigint', nullable: true })
  organizationId!: number | null;

  /** The user whom the entry is about (a token's owner, a changed user), if any. */
  @Property({ type: 'bigint', nullable: true })
  subjectId!: number | null;

  @Costs({ items: 5 })
  @Field(() => [FieldChange], { description: 'The fields that changed, with their values before and after.' })
  @Property({ type: 'json' })
  changes!: FieldChange[];
}

declare module '../query/tables.ts' {
  interface Tables {
    activity_entry: Columns<ActivityEntry>;
  }
}
