declare module 'pg-copy-streams' {
  import type { Writable } from 'node:stream';
  import type { Submittable } from 'pg';
  /** The writable end of a `COPY … FROM STDIN`. */
  export function from(statement: string): Submittable & Writable;
}
