import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../query/tables.ts';

/** What a key is for. */
export type KeyUse = 'signing' | 'cookies';

/** A key of the authorization server. Each use has a line of generations, of which the latest few work. */
@Entity({ tableName: 'oauth_key' })
@Unique({ name: 'oauth_key_use_generation', properties: ['use', 'generation'] })
export class OauthKey {
  @PrimaryKey({ type: 'bigint', fieldName: 'id' })
  databaseId!: number;

  @Property({ type: 'text' })
  use!: KeyUse;

  @Property({ type: 'integer' })
  generation!: number;

  /** A JSON Web Key (RFC 7517), private part included; encrypted where there is a key for that (`key-encryption.ts`). */
  @Property({ type: 'json' })
  jwk!: Record<string, unknown>;

  /** From when on it signs; before that it is published alone, so that every process and client knows it by then. */
  @Property({ type: 'datetime', length: 3 })
  activeFrom!: Date;
}

declare module '../query/tables.ts' {
  interface Tables {
    oauth_key: Columns<OauthKey>;
  }
}
