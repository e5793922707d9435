import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../query/tables.ts';

/** What was counted of one organization; see `countRegistry`. It refers to none, so that it is in nobody's way. */
@Entity({ tableName: 'registry_count' })
export class RegistryCount {
  /** The number of the organization; `WHOLE` for the registry as a whole, `TURN` for whose turn it is to count. */
  @PrimaryKey({ type: 'bigint', autoincrement: false })
  organizationId!: number;

  /** When counting began; of `TURN`, when somebody may begin. */
  @Property({ type: 'datetime', length: 3 })
  countedAt!: Date;

  /** `Counts` as JSON. */
  @Property({ type: 'text' })
  counts!: string;
}

declare module '../query/tables.ts' {
  interface Tables {
    registry_count: Columns<RegistryCount>;
  }
}
