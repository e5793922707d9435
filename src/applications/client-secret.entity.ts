import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import type { Columns } from '../query/tables.ts';
import { Node, StoredNode } from '../shared/ids.ts';
import { DateTime } from '../shared/scalars.ts';
import { Application } from './application.entity.ts';
import { ClientSecretSource } from './client-secret.rules.ts';

/** A secret of a confidential client (RFC 6749, section 2.3.1), kept as a digest alone. */
@ObjectType({
  implements: Node,
  description: 'A secret of a confidential client. The secret itself is shown once, when it is generated; one that was given, never.',
})
@Entity({ tableName: 'client_secret' })
@Index({ name: 'client_secret_application', properties: ['application', 'databaseId'] })
@Index({ name: 'client_secret_expiry', properties: ['expiresAt', 'application'] })
@Index({ name: 'client_secret_ending', properties: ['application', 'expiresAt'], where: { expiresAt: { $ne: null } } })
export class ClientSecret extends StoredNode {
  @ManyToOne(() => Application, { ref: true, deleteRule: 'cascade', index: false })
  application!: Ref<Application>;

  /** SHA-256 of the secret, base64url. */
  @Property({ type: 'text' })
  digest!: string;

  @Field(() => String, { description: 'The last four characters of the secret.' })
  @Property({ type: 'text' })
  hint!: string;

  @Field(() => String, { nullable: true, description: 'What it is called, to tell it from others.' })
  @Property({ type: 'text', nullable: true })
  name!: string | null;

  @Field(() => ClientSecretSource, { description: 'Where it comes from.' })
  @Property({ type: 'text', default: 'GENERATED' })
  source!: ClientSecretSource;

  @Field(() => DateTime, { nullable: true, description: 'When it stops working; null if it does not expire.' })
  @Property({ type: 'datetime', length: 3, nullable: true })
  expiresAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the client last authenticated with it.' })
  @Property({ type: 'datetime', length: 3, nullable: true })
  lastUsedAt!: Date | null;
}

declare module '../query/tables.ts' {
  interface Tables {
    client_secret: Columns<ClientSecret>;
  }
}
