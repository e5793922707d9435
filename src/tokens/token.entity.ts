import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Application } from '../applications/application.entity.ts';
import type { Columns } from '../query/tables.ts';
import { MutableNode, Node } from '../shared/ids.ts';
import { DateTime } from '../shared/scalars.ts';
import { User } from '../users/user.entity.ts';

/** Whether a token works. */
export enum TokenState {
  ACTIVE = 'ACTIVE',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
}

registerEnumType(TokenState, {
  name: 'TokenState',
  description: 'Whether a token works.',
  valuesConfig: {
    ACTIVE: { description: 'Neither expired nor revoked. It works while its application is enabled and its user may use that.' },
    EXPIRED: { description: 'Past its expiry.' },
    REVOKED: { description: 'Revoked before its expiry.' },
  },
});

/**
 * An access token and, where there is one, the refresh token issued with it. Of an application and a user;
 * without a user for client credentials, without an application for a personal token.
 */
@ObjectType({
  implements: Node,
  description: 'An access token, with the refresh token that was issued with it. Shown once, when it is made.',
})
@Entity({ tableName: 'token' })
@Index({ name: 'token_application', properties: ['application', 'databaseId'] })
@Index({ name: 'token_user', properties: ['user', 'databaseId'], where: { user: { $ne: null } } })
@Index({ name: 'token_application_state', properties: ['application', 'revokedAt', 'expiresAt'] })
@Index({ name: 'token_application_user', properties: ['application', 'user', 'databaseId'], where: { user: { $ne: null } } })
@Index({ name: 'token_family', properties: ['familyId'], where: { familyId: { $ne: null } } })
@Index({ name: 'token_origin', properties: ['originId'], where: { originId: { $ne: null } } })
@Index({ name: 'token_expiry', properties: ['expiresAt'] })
@Index({ name: 'token_revocation', properties: ['revokedAt'], where: { revokedAt: { $ne: null } } })
@Unique({ name: 'token_refresh_digest_unique', properties: ['refreshDigest'], where: { refreshDigest: { $ne: null } } })
export class Token extends MutableNode {
  @ManyToOne(() => Application, { ref: true, nullable: true, deleteRule: 'cascade', index: false })
  application!: Ref<Application> | null;

  @ManyToOne(() => User, { ref: true, nullable: true, deleteRule: 'cascade', index: false })
  user!: Ref<User> | null;

  /** SHA-256 of the access token, base64url. */
  @Property({ type: 'text', unique: true })
  digest!: string;

  @Field(() => String, { description: 'The last four characters of the access token.' })
  @Property({ type: 'text' })
  hint!: string;

  @Field(() => String, { description: 'What the token is for; empty when nothing was said.' })
  @Property({ type: 'text', default: '' })
  description!: string;

  @Field(() => [String], { description: 'The scope of the token (RFC 6749, section 3.3).' })
  @Property({ type: 'json' })
  scopes!: string[];

  @Field(() => [String], {
    nullable: true,
    description: 'What its user has granted to its application: the most that the user may widen it to. Null where no application got it.',
  })
  @Property({ type: 'json', nullable: true })
  grantedScopes!: string[] | null;

  /** The scope of the refresh token, which stays as it is when a refresh asks for less (RFC 6749, section 6). */
  @Property({ type: 'json', nullable: true })
  refreshScopes!: string[] | null;

  @Field(() => DateTime, { description: 'When the access token expires.' })
  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  @Property({ type: 'datetime', length: 3, nullable: true })
  revokedAt!: Date | null;

  /** SHA-256 of the refresh token, base64url. */
  @Property({ type: 'text', nullable: true })
  refreshDigest!: string | null;

  @Property({ type: 'datetime', length: 3, nullable: true })
  refreshExpiresAt!: Date | null;

  /** When the refresh token was redeemed; a second use is replay (RFC 9700, section 4.14.2). */
  @Property({ type: 'datetime', length: 3, nullable: true })
  refreshUsedAt!: Date | null;

  /** The first token of the line that refreshing has made; null for that first one. */
  @Property({ type: 'bigint', nullable: true })
  familyId!: number | null;

  /** The family, of an application, by one of which it was minted, and with which it ends. */
  @Property({ type: 'bigint', nullable: true })
  originId!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute.' })
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt!: Date | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    token: Columns<Token>;
  }
}
