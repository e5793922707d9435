import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { Organization } from '../organizations/organization.entity.ts';
import type { Columns } from '../query/tables.ts';
import { Costs, LONG_TEXT } from '../shared/cost.ts';
import { MutableNode, Node } from '../shared/ids.ts';
import { DateTime } from '../shared/scalars.ts';
import { User } from '../users/user.entity.ts';
import { ClientType, GrantType } from './application.rules.ts';

/** An OAuth 2 client registered by an organization (RFC 6749, section 2). */
@ObjectType({ implements: Node, description: 'An OAuth 2 client that an organization has registered.' })
@Entity({ tableName: 'application' })
@Unique({ name: 'application_organization_name', properties: ['organization', 'nameKey'] })
@Index({ name: 'application_name', properties: ['nameKey', 'databaseId'] })
@Index({ name: 'application_vendor', columns: [{ name: 'vendorKey', nulls: 'first' }, { name: 'databaseId' }] })
@Index({ name: 'application_owner_contact', properties: ['ownerContactKey'], where: { ownerContactKey: { $ne: null } } })
@Index({ name: 'application_access_validity', columns: [{ name: 'accessValidity', nulls: 'first' }, { name: 'databaseId' }] })
@Index({ name: 'application_created', properties: ['createdAt', 'databaseId'] })
@Index({ name: 'application_modified', properties: ['modifiedAt', 'databaseId'] })
@Index({ name: 'application_last_used', columns: [{ name: 'lastUsedAt', nulls: 'first' }, { name: 'databaseId' }] })
@Index({ name: 'application_never_used', properties: ['lastUsedAt', 'createdAt', 'databaseId'], where: { lastUsedAt: null } })
@Index({ name: 'application_disabled', properties: ['organization', 'databaseId'], where: { enabled: false } })
@Index({ name: 'application_created_by', properties: ['createdBy'] })
export class Application extends MutableNode {
  @Field(() => String, { description: 'The client identifier (RFC 6749, section 2.2): unique, never changes.' })
  @Property({ type: 'text', unique: true })
  clientId!: string;

  @Field(() => String, { description: 'Unique inside its organization, whatever its case.' })
  @Property({ type: 'text' })
  name!: string;

  /** `name` folded for comparison and order, equal on every database. */
  @Property({ type: 'text' })
  nameKey!: string;

  @Costs(LONG_TEXT)
  @Field(() => String, { description: 'Free text; empty when none was given.' })
  @Property({ type: 'text', default: '' })
  description!: string;

  /** What a search looks through; see `searchable`. */
  @Property({ type: 'text', lazy: true })
  searchText!: string;

  @Field(() => String, { nullable: true, description: 'Who makes the application.' })
  @Property({ type: 'text', nullable: true })
  vendor!: string | null;

  @Property({ type: 'text', nullable: true })
  vendorKey!: string | null;

  @Field(() => String, { nullable: true, description: 'Home page of the application.' })
  @Property({ type: 'text', nullable: true })
  url!: string | null;

  @Costs({ value: 2 })
  @Field(() => [String], { description: 'Words to find it by, in alphabetical order.' })
  @Property({ type: 'json', default: '[]' })
  tags!: string[];

  @Field(() => String, { nullable: true, description: 'Whom to ask about it: an e-mail address, or an http or https URL.' })
  @Property({ type: 'text', nullable: true })
  ownerContact!: string | null;

  /** What contacts are compared by. */
  @Property({ type: 'text', nullable: true })
  ownerContactKey!: string | null;

  @Field(() => ClientType, { description: 'Whether it can keep a secret.' })
  @Property({ type: 'text' })
  clientType!: ClientType;

  @Field(() => GrantType, { description: 'The first of its grant types; never changes.' })
  @Property({ type: 'text' })
  authorizationGrantType!: GrantType;

  @Field(() => [GrantType], { description: 'How it gets its tokens: every grant type that it may use, `authorizationGrantType` first.' })
  @Property({ type: 'json', default: '[]' })
  grantTypes!: GrantType[];

  @Costs({ value: 5 })
  @Field(() => [String], {
    description:
      'Where the authorization server may send users back to; matched exactly, but for the port of a loopback address, and a wildcard where `REDIRECT_URI_RULES` allows it.',
  })
  @Property({ type: 'json' })
  redirectUris!: string[];

  @Costs({ value: 5 })
  @Field(() => [String], {
    description: 'Where the authorization server may send users who sign out (OpenID Connect RP-Initiated Logout); matched exactly.',
  })
  @Property({ type: 'json', default: '[]' })
  postLogoutRedirectUris!: string[];

  @Costs({ value: 5 })
  @Field(() => [String], {
    description:
      'The origins whose pages may ask the authorization server as this client (Fetch, section 3.2); empty for those of its redirect URIs.',
  })
  @Property({ type: 'json', default: '[]' })
  webOrigins!: string[];

  @Field(() => Boolean, {
    description:
      'Whether users are spared the consent page: all of them if the application is trusted, else those who belong to no organization but its own and are neither superuser nor system auditor; never on a device.',
  })
  @Property({ type: 'boolean', default: false })
  skipAuthorization!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether its tokens may change applications, organizations, members and users. Of one that is trusted, or may have the scope `admin`, superusers alone change redirect URIs, web origins, consent, client type, grant types, scopes, validity, secrets and organization, and enable it.',
  })
  @Property({ type: 'boolean', default: false })
  trusted!: boolean;

  @Field(() => Boolean, { description: 'While false, no token is issued and none that was issued works.' })
  @Property({ type: 'boolean', default: true })
  enabled!: boolean;

  @Field(() => [String], { description: 'The scope of a token when none is asked for.' })
  @Property({ type: 'json' })
  scopes!: string[];

  @Field(() => [String], { description: 'The scope that no token of the application exceeds.' })
  @Property({ type: 'json' })
  maximumScopes!: string[];

  @Field(() => Int, { nullable: true, description: 'Seconds for which an access token is valid; null means the system default.' })
  @Property({ type: 'integer', nullable: true })
  accessValidity!: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds for which a refresh token is valid; null means the system default.' })
  @Property({ type: 'integer', nullable: true })
  grantValidity!: number | null;

  @Field(() => Boolean, { description: 'Whether refresh tokens are issued.' })
  @Property({ type: 'boolean', default: true })
  renewable!: boolean;

  @Field(() => String, { nullable: true, description: 'Where it is declared, if `applyApplications` has registered it for a `source`.' })
  @Property({ type: 'text', nullable: true })
  source!: string | null;

  @Field(() => Boolean, { description: "Whether it is the gateway's own console, which nobody changes or deletes." })
  @Property({ type: 'boolean', default: false })
  builtIn!: boolean;

  @ManyToOne(() => Organization, { ref: true, deleteRule: 'cascade', index: false })
  organization!: Ref<Organization>;

  @ManyToOne(() => User, { ref: true, nullable: true, deleteRule: 'set null', index: false })
  createdBy!: Ref<User> | null;

  @Field(() => DateTime, { nullable: true, description: 'When one of its tokens or secrets was last used.' })
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt!: Date | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    application: Columns<Application>;
  }
}
