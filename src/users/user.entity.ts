import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import type { Columns } from '../query/tables.ts';
import { MutableNode, Node } from '../shared/ids.ts';

/** Somebody who signs in and owns tokens. */
@ObjectType({ implements: Node, description: 'Somebody who signs in, has roles in organizations and owns tokens.' })
@Entity({ tableName: 'user' })
export class User extends MutableNode {
  @Field(() => String, { description: 'Unique, whatever its case.' })
  @Property({ type: 'text' })
  username!: string;

  /** `username` folded for comparison and order, equal on every database. */
  @Property({ type: 'text', unique: true })
  usernameKey!: string;

  @Field(() => String, { description: 'Given name; empty when none was given.' })
  @Property({ type: 'text', default: '' })
  firstName!: string;

  @Field(() => String, { description: 'Family name; empty when none was given.' })
  @Property({ type: 'text', default: '' })
  lastName!: string;

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  @Property({ type: 'text', nullable: true })
  email!: string | null;

  @Field(() => Boolean, { description: 'Whether a superuser has verified that the e-mail address is theirs; another one is not so yet.' })
  @Property({ type: 'boolean', default: false })
  isEmailVerified!: boolean;

  @Field(() => Boolean, { description: 'May do everything, everywhere.' })
  @Property({ type: 'boolean', default: false })
  isSuperuser!: boolean;

  @Field(() => Boolean, { description: 'May read everything, everywhere.' })
  @Property({ type: 'boolean', default: false })
  isSystemAuditor!: boolean;

  /** What a search looks through; see `searchable`. */
  @Property({ type: 'text', lazy: true })
  searchText!: string;

  /** argon2id in PHC string format; null for a user who cannot sign in with a password. */
  @Property({ type: 'text', nullable: true, lazy: true })
  passwordHash!: string | null;

  /** When the password was last changed; null while it is the first one. What was logged in with an earlier one has ended. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  passwordChangedAt!: Date | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    user: Columns<User>;
  }
}
