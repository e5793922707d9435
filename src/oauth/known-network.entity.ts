import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../query/tables.ts';
import { User } from '../users/user.entity.ts';

/** A network from which a user has logged in: whatever is tried from elsewhere, the user is not locked out there. */
@Entity({ tableName: 'known_network' })
@Index({ name: 'known_network_user', properties: ['user', 'usedAt'] })
@Index({ name: 'known_network_use', properties: ['usedAt'] })
export class KnownNetwork {
  /** Digest of user and network, so that the table tells nobody where users are. */
  @PrimaryKey({ type: 'text' })
  digest!: string;

  @ManyToOne(() => User, { ref: true, deleteRule: 'cascade', index: false })
  user!: Ref<User>;

  /** When the user last logged in from there, to the day. */
  @Property({ type: 'datetime', length: 3 })
  usedAt!: Date;
}

declare module '../query/tables.ts' {
  interface Tables {
    known_network: Columns<KnownNetwork>;
  }
}
