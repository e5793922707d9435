import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../query/tables.ts';

/** How often something happened lately that is limited: a wrong password for an account, say. See `Limiter`. */
@Entity({ tableName: 'limit_count' })
@Index({ name: 'limit_count_expiry', properties: ['until'] })
export class LimitCount {
  /** Digest of the limit and of the subject that is counted, so that the table does not say who was here. */
  @PrimaryKey({ type: 'text' })
  key!: string;

  @Property({ type: 'integer' })
  count!: number;

  /** When it is forgotten. */
  @Property({ type: 'datetime', length: 3 })
  until!: Date;
}

declare module '../query/tables.ts' {
  interface Tables {
    limit_count: Columns<LimitCount>;
  }
}
