import { type RawBuilder, sql } from 'kysely';
import type { Condition } from '../../query/among.ts';
import type { Dialect } from '../../query/dialect/dialect.ts';
import type { FilterContext, Restriction } from '../../query/rights.ts';
import type { Choice, Field, Resource } from '../resource.ts';

/** Follows each of several texts that are one. */
const SIGN = '\u0001';

/** How the rows `x` of a list are found by a field, and sorted by it. */
export interface Filterable {
  readonly kind: 'text' | 'number' | 'boolean' | 'time' | 'choice';
  /** The column of it; or what in a statement is its value. */
  readonly column: string;
  readonly value?: (dialect: Dialect) => RawBuilder<string>;
  /** Whether it may be so long that looking through it takes its time. */
  readonly isLong?: boolean;
  /** Its value whatever its case; if absent, with the letters of ASCII in small. */
  readonly folded?: (dialect: Dialect) => RawBuilder<string>;
  /** The column of folded names, which has an index. */
  readonly key?: string;
  readonly choices?: readonly Choice[];
  readonly isNullable?: boolean;
  /** Whether it leaves so few rows that they are sooner found and sorted than met on a walk through the list. */
  readonly isNarrow?: boolean;
  /** The related row whose field it is. */
  readonly through?: Related;
  /** What the list is sorted by for it; absent where it is not. */
  readonly order?: readonly string[];
}

/** The rows `x` of another table that rows refer to, of those that the viewer may read. */
export interface Related {
  /** The column that refers to them. */
  readonly column: string;
  readonly table: 'application' | 'organization' | 'user';
  readonly rights: Restriction;
  readonly isReadable: (context: FilterContext) => Condition | undefined;
}

/** A field of an object of AWX. */
export interface AwxField<View = unknown> extends Field<View> {
  readonly filter?: Filterable;
  /** Whether nobody may look for it. */
  readonly isSecret?: boolean;
}

/** An object of AWX as a table. */
export interface AwxResource<View = unknown> extends Resource<View> {
  /** What AWX calls it in its messages. */
  readonly model: string;
  /** What AWX calls it in messages for people. */
  readonly title: string;
  readonly fields: Readonly<Record<string, AwxField<View>>>;
  /** What it is found by that is no field of its own. */
  readonly further?: Readonly<Record<string, Filterable>>;
  /** The fields that `search` looks through. */
  readonly searched: readonly string[];
}

/** A column of folded names, without what keeps the key of one apart from that of a namesake. */
export const nameIn =
  (key: string): NonNullable<Filterable['folded']> =>
  ({ part }) =>
    part(sql`${sql.ref(key)} || ${SIGN}`, 1);

/** A time, as AWX writes it: with microseconds, which are not kept here. */
export const timeOf = (date: Date): string => date.toISOString().replace('Z', '000Z');

/** Fields that every object of AWX has. */
export const stored = <View extends { readonly row: Stored; readonly base: string }>(type: string, collection: string) =>
  ({
    id: {
      type: 'integer',
      label: 'ID',
      help: 'Database ID of the object.',
      direction: 'out',
      show: ({ row }: View) => row.databaseId,
      filter: { kind: 'number', column: 'x.id', isNarrow: true, order: ['x.id'] },
    },
    type: { type: 'string', label: 'Type', help: 'Data type of the object.', direction: 'out', show: () => type },
    url: {
      type: 'string',
      label: 'URL',
      help: 'URL of the object.',
      direction: 'out',
      show: ({ row, base }: View) => `${base}/${collection}/${row.databaseId}/`,
    },
  }) as const satisfies Record<string, AwxField<View>>;

/** When an object was made and changed. */
export const times = <View extends { readonly row: Stored }>() =>
  ({
    created: {
      type: 'datetime',
      label: 'Created',
      help: 'When it was created.',
      direction: 'out',
      show: ({ row }: View) => timeOf(row.createdAt),
      filter: { kind: 'time', column: 'x.created_at', order: ['x.created_at'] },
    },
    modified: {
      type: 'datetime',
      label: 'Modified',
      help: 'When it was last changed.',
      direction: 'out',
      show: ({ row }: View) => timeOf(row.modifiedAt),
      filter: { kind: 'time', column: 'x.modified_at', order: ['x.modified_at'] },
    },
  }) as const satisfies Record<string, AwxField<View>>;

interface Stored {
  readonly databaseId: number;
  readonly createdAt: Date;
  readonly modifiedAt: Date;
}
