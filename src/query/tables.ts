import type { Ref } from '@mikro-orm/core';
import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';

type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : S;

/** The column of an entity's property: `databaseId` is `id`, a relation its foreign key. */
type ColumnName<K extends string, V> = K extends 'databaseId'
  ? 'id'
  : NonNullable<V> extends Ref<object>
    ? `${SnakeCase<K>}_id`
    : SnakeCase<K>;

type ColumnValue<K, V> = K extends 'databaseId'
  ? Generated<number>
  : NonNullable<V> extends Ref<object>
    ? number | Extract<V, null>
    : V extends Date | null
      ? ColumnType<V, Stored, Stored>
      : V extends boolean | readonly unknown[]
        ? ColumnType<V, Stored, Stored>
        : V;

/** What a driver takes as a bound parameter. */
export type Stored = string | number | boolean | Date | null;

/** The columns of the table behind an entity class, derived from its properties. */
export type Columns<Entity> = {
  [K in keyof Entity as K extends 'id' ? never : K extends string ? ColumnName<K, Entity[K]> : never]: ColumnValue<K, Entity[K]>;
};

/** A plain row of an entity: its own values, relations as ids; what queries return instead of entities. */
export type Row<Entity> = {
  [K in keyof Entity as K extends string ? (NonNullable<Entity[K]> extends Ref<object> ? `${K}Id` : K) : never]: NonNullable<
    Entity[K]
  > extends Ref<object>
    ? number | Extract<Entity[K], null>
    : Entity[K];
};

/** Every table by its name. Each feature adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: features merge their tables into it
export interface Tables {}

/** The query layer: bound to the read connection, or to the transaction it is used in. */
export type Db = Kysely<Tables> | Transaction<Tables>;
