import { Entity, Index, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Columns } from '../shared/tables.ts';

/** How often a password was wrong lately: for an account, for an address, and for both together. */
@Entity({ tableName: 'login_attempt' })
@Index({ name: 'login_attempt_expiry', properties: ['until'] })
export class LoginAttempt {
  /** Digest of whose attempts they are, whether or not there is such an account. */
  @PrimaryKey({ type: 'text' })
  subject!: string;

  @Property({ type: 'integer' })
  failures!: number;

  /** When they are forgotten. */
  @Property({ type: 'datetime', length: 3 })
  until!: Date;
}

declare module '../shared/tables.ts' {
  interface Tables {
    login_attempt: Columns<LoginAttempt>;
  }
}
