import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { sql } from 'kysely';
import { toGlobalId, typename } from '../shared/ids.ts';
import type { Selected } from './dialect/dialect.ts';
import { dateOf, type StoredTime } from './dialect/times.ts';
import type { Row, Tables } from './tables.ts';

/** A column of a table, and the property of an entity that it holds. */
export interface Column {
  readonly property: string;
  readonly name: string;
  /** As the database calls it. */
  readonly type: string;
  /** Whether rows come without it, because nothing that reads them needs it. */
  readonly isLazy: boolean;
  readonly decode?: (value: unknown) => unknown;
  readonly encode?: (value: unknown) => unknown;
}

/** The value of a JSON column or expression: SQLite returns its text, PostgreSQL the parsed value. */
export function fromJson<T>(value: unknown): T {
  return typeof value === 'string' ? JSON.parse(value) : (value as T);
}

/** How values of the types that the drivers represent differently are read and written. */
const CODECS: Record<string, Pick<Column, 'decode' | 'encode'>> = {
  Date: { decode: (value) => (value === null ? null : dateOf(value as StoredTime)) },
  boolean: { decode: Boolean },
  JsonType: {
    decode: fromJson,
    encode: (value) => (value === null ? null : JSON.stringify(value)),
  },
};

function columnOf(property: EntityProperty): Column {
  const name = property.kind === 'm:1' ? `${property.name}Id` : property.name;
  const [column, type] = [property.fieldNames[0] as string, property.columnTypes[0] as string];
  return { property: name, name: column, type, isLazy: Boolean(property.lazy), ...CODECS[property.type] };
}

/** The table behind an entity class, for queries that return plain rows. */
export class Table<Entity> {
  readonly name: keyof Tables & string;
  readonly #type: string;
  readonly #columns: readonly Column[];
  /** The columns of a row that is inserted: all but its number. */
  readonly insertable: readonly Column[];
  readonly #selected: readonly Column[];
  readonly #decoded: readonly Column[];
  readonly #meta: EntityMetadata<Entity>;
  readonly #lists = new Map<string, readonly Selected[]>();
  readonly #narrowed = new WeakMap<ReadonlySet<string>, Table<Entity>>();

  /**
   * @param meta what MikroORM knows of the entity
   * @param only the properties that rows have, beside `databaseId`; all if absent
   */
  constructor(meta: EntityMetadata<Entity>, only?: ReadonlySet<string>) {
    this.#meta = meta;
    this.name = meta.tableName as keyof Tables & string;
    this.#type = meta.className;
    this.#columns = meta.props.filter((property) => property.persist !== false).map((property) => columnOf(property as EntityProperty));
    this.insertable = this.#columns.filter(({ property }) => property !== 'databaseId');
    this.#selected = this.#columns.filter(({ property, isLazy }) => !isLazy && (!only || property === 'databaseId' || only.has(property)));
    this.#decoded = this.#selected.filter((column) => column.decode);
  }

  /** The same table with rows that have no more than these properties. */
  narrow(only: ReadonlySet<string>): Table<Entity> {
    let narrowed = this.#narrowed.get(only);
    if (!narrowed) {
      narrowed = new Table(this.#meta, only);
      this.#narrowed.set(only, narrowed);
    }
    return narrowed;
  }

  /** Whether rows have the property. */
  has(property: string): boolean {
    return this.#selected.some((column) => column.property === property);
  }

  /** The select list: the columns under the names of their properties. Written once, so that no query parses it. */
  select(alias: string): readonly Selected[] {
    let list = this.#lists.get(alias);
    if (!list) {
      const columns = this.#selected.map(({ name }) => `"${alias}"."${name}"`);
      const named = columns.map((column, index) => `${column} as "${this.#selected[index]?.property}"`);
      const last = this.#selected.at(-1)?.property ?? '';
      list = [sql.raw([...named.slice(0, -1), columns.at(-1)].join(', ')).as(last)];
      this.#lists.set(alias, list);
    }
    return list;
  }

  /** Makes what a driver returned for `select` a row, in place: values in their own types, global id added. */
  row(raw: object): Row<Entity> {
    const row = raw as Record<string, unknown>;
    for (const { property, decode } of this.#decoded) row[property] = decode?.(row[property]);
    return this.#identified(row);
  }

  /** Puts the values of one property of rows into their own type, in place. */
  decode(property: string, rows: readonly object[]): void {
    const decode = this.#decoded.find((column) => column.property === property)?.decode;
    if (decode) for (const row of rows as Record<string, unknown>[]) row[property] = decode(row[property]);
  }

  /** A row that was inserted with these values. */
  made(values: Readonly<Record<string, unknown>>, databaseId: number): Row<Entity> & object {
    const row: Record<string, unknown> = {};
    for (const { property } of this.#selected) row[property] = values[property];
    row.databaseId = databaseId;
    return this.#identified(row);
  }

  #identified(row: Record<string, unknown>): Row<Entity> & object {
    row.id = toGlobalId(this.#type, row.databaseId as number);
    row[typename] = this.#type;
    return row as Row<Entity> & object;
  }

  /** The column values of an insert or update. */
  values(row: Partial<Row<Entity>>): never {
    const values: Record<string, unknown> = {};
    for (const { property, name, encode } of this.#columns) {
      const value = (row as Record<string, unknown>)[property];
      if (value !== undefined) values[name] = encode ? encode(value) : value;
    }
    // `never` fits the columns of every table
    return values as never;
  }
}
