import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Application } from '../applications/application.entity.ts';
import type { Columns } from '../query/tables.ts';
import { User } from '../users/user.entity.ts';

/**
 * What the authorization server remembers between two requests: an authorization code, a device code and how often it was
 * asked for, a pushed request, a session, an interaction. Its identifiers are kept as digests alone, so that reading the
 * table lets nobody use them.
 */
@Entity({ tableName: 'oauth_artifact' })
@Index({ name: 'oauth_artifact_application', properties: ['application'] })
@Index({ name: 'oauth_artifact_user', properties: ['user', 'application'] })
@Index({ name: 'oauth_artifact_expiry', properties: ['expiresAt'] })
@Index({ name: 'oauth_artifact_nobodys', properties: ['databaseId'], where: { user: null } })
export class OauthArtifact {
  @PrimaryKey({ type: 'bigint', fieldName: 'id' })
  databaseId!: number;

  /** Name of the provider's model, such as `AuthorizationCode`; or `DevicePolling`, which is ours. */
  @Property({ type: 'text' })
  kind!: string;

  /** Digest of kind and identifier. */
  @Property({ type: 'text', unique: true })
  digest!: string;

  /** Digest of the second identifier: of a session its `uid`, of a device code what the user types. */
  @Property({ type: 'text', unique: true, nullable: true })
  secondDigest!: string | null;

  @Property({ type: 'json' })
  payload!: Record<string, unknown>;

  @ManyToOne(() => Application, { ref: true, nullable: true, deleteRule: 'cascade', index: false })
  application!: Ref<Application> | null;

  @ManyToOne(() => User, { ref: true, nullable: true, deleteRule: 'cascade', index: false })
  user!: Ref<User> | null;

  @Property({ type: 'datetime', length: 3 })
  expiresAt!: Date;

  /** When it was redeemed; set once, by whoever comes first. */
  @Property({ type: 'datetime', length: 3, nullable: true })
  consumedAt!: Date | null;

  /** The first token that it was redeemed for, which replay revokes. */
  @Property({ type: 'bigint', nullable: true })
  familyId!: number | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    oauth_artifact: Columns<OauthArtifact>;
  }
}
