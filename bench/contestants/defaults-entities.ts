import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { globalId } from './values.ts';

@Entity({ tableName: 'user' })
export class User {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'boolean' })
  isSuperuser!: boolean;
}

@ObjectType()
@Entity({ tableName: 'organization' })
export class Organization {
  [PrimaryKeyProp]?: 'databaseId';

  @Field(() => Int)
  @PrimaryKey({ type: 'integer', fieldName: 'id' })
  databaseId!: number;

  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Field(() => ID)
  get id(): string {
    return globalId('Organization', this.databaseId);
  }
}

@Entity({ tableName: 'membership' })
export class Membership {
  @ManyToOne(() => User, { primary: true })
  user!: User;

  @ManyToOne(() => Organization, { primary: true })
  organization!: Organization;

  @Property({ type: 'text' })
  role!: string;
}

@ObjectType()
@Entity({ tableName: 'application' })
export class Application {
  [PrimaryKeyProp]?: 'databaseId';

  @Field(() => Int)
  @PrimaryKey({ type: 'integer', fieldName: 'id' })
  databaseId!: number;

  @Field(() => ID)
  get id(): string {
    return globalId('Application', this.databaseId);
  }

  @Field(() => String)
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  nameKey!: string;

  @Property({ type: 'text', lazy: true })
  searchText!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  description = '';

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  vendor: string | null = null;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  url: string | null = null;

  @Field(() => String)
  @Property({ type: 'text' })
  clientType!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  authorizationGrantType!: string;

  @Field(() => [String])
  @Property({ type: 'json' })
  redirectUris!: string[];

  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  skipAuthorization: boolean = false;

  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  trusted: boolean = false;

  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  enabled: boolean = true;

  @Field(() => [String])
  @Property({ type: 'json' })
  scopes: string[] = ['write'];

  @Field(() => [String])
  @Property({ type: 'json' })
  maximumScopes: string[] = ['write'];

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  accessValidity: number | null = null;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  grantValidity: number | null = null;

  @Field(() => Boolean)
  @Property({ type: 'boolean' })
  renewable: boolean = true;

  @ManyToOne(() => Organization)
  organization!: Organization;

  @ManyToOne(() => User, { nullable: true })
  createdBy!: User | null;

  @Field(() => Int)
  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => Date)
  @Property({ type: 'datetime', onCreate: () => new Date() })
  createdAt!: Date;

  @Field(() => Date)
  @Property({ type: 'datetime', onCreate: () => new Date(), onUpdate: () => new Date() })
  modifiedAt!: Date;

  @Field(() => Date, { nullable: true })
  @Property({ type: 'datetime', nullable: true })
  lastUsedAt: Date | null = null;
}

@Entity({ tableName: 'client_secret' })
export class ClientSecret {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'datetime', onCreate: () => new Date() })
  createdAt!: Date;

  @ManyToOne(() => Application)
  application!: Application;

  @Property({ type: 'text' })
  digest!: string;

  @Property({ type: 'text' })
  hint!: string;
}

@ObjectType()
@Entity({ tableName: 'token' })
export class Token {
  [PrimaryKeyProp]?: 'databaseId';

  @PrimaryKey({ type: 'integer', fieldName: 'id' })
  databaseId!: number;

  @Field(() => ID)
  get id(): string {
    return globalId('Token', this.databaseId);
  }

  @ManyToOne(() => Application, { nullable: true })
  application!: Application | null;

  @ManyToOne(() => User)
  user!: User;

  @Property({ type: 'text' })
  digest!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  hint!: string;

  @Field(() => String)
  @Property({ type: 'text' })
  description: string = '';

  @Field(() => [String])
  @Property({ type: 'json' })
  scopes!: string[];

  @Property({ type: 'text', nullable: true })
  refreshDigest: string | null = null;

  @Property({ type: 'datetime', nullable: true })
  refreshExpiresAt: Date | null = null;

  @Property({ type: 'datetime', nullable: true })
  revokedAt: Date | null = null;

  @Field(() => Date)
  @Property({ type: 'datetime' })
  expiresAt!: Date;

  @Property({ type: 'integer', version: true })
  version!: number;

  @Field(() => Date)
  @Property({ type: 'datetime', onCreate: () => new Date() })
  createdAt!: Date;

  @Property({ type: 'datetime', onCreate: () => new Date(), onUpdate: () => new Date() })
  modifiedAt!: Date;
}

@Entity({ tableName: 'activity_entry' })
export class ActivityEntry {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'datetime', onCreate: () => new Date() })
  createdAt!: Date;

  @Property({ type: 'integer' })
  actorId!: number;

  @Property({ type: 'text' })
  operation!: string;

  @Property({ type: 'text' })
  objectType!: string;

  @Property({ type: 'integer' })
  objectDatabaseId!: number;

  @Property({ type: 'text' })
  objectName!: string;

  @Property({ type: 'integer', nullable: true })
  organizationId!: number | null;

  @Property({ type: 'integer', nullable: true })
  subjectId: number | null = null;

  @Property({ type: 'json' })
  changes!: object[];
}
