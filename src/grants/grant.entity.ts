import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Application } from '../applications/application.entity.ts';
import type { Columns } from '../query/tables.ts';
import { Node, StoredNode } from '../shared/ids.ts';
import { DateTime } from '../shared/scalars.ts';
import { User } from '../users/user.entity.ts';

/** What a user has allowed an application: at most one for both. */
@ObjectType({ implements: Node, description: 'What a user has allowed an application to do on their behalf.' })
@Entity({ tableName: 'oauth_grant' })
@Unique({ name: 'oauth_grant_user_application', properties: ['user', 'application'] })
@Index({ name: 'oauth_grant_application', properties: ['application'] })
export class Grant extends StoredNode {
  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade', index: false })
  user!: Ref<User>;

  @ManyToOne(() => Application, { ref: true, deleteRule: 'cascade', index: false })
  application!: Ref<Application>;

  @Field(() => [String], { description: 'The scopes that were allowed, in all consents together.' })
  @Property({ type: 'json' })
  scopes!: string[];

  /** Those to which the user has said yes; they were spared the question for the others, which count while they still are. */
  @Property({ type: 'json', default: '[]' })
  consented!: string[];

  @Field(() => DateTime, { description: 'When the user has to be asked again.' })
  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** When a token was last issued by it. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt!: Date | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    oauth_grant: Columns<Grant>;
  }
}
