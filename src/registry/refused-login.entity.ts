import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../query/tables.ts';

/** How many log-ins were refused on one day. */
@Entity({ tableName: 'refused_login' })
export class RefusedLogin {
  /** The number of the day, in UTC, counted from 1970. */
  @PrimaryKey({ type: 'integer', autoincrement: false })
  day!: number;

  @Property({ type: 'bigint' })
  count!: number;
}

declare module '../query/tables.ts' {
  interface Tables {
    refused_login: Columns<RefusedLogin>;
  }
}
