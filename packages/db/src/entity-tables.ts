import type { EntitySchemaWithMeta, OptionalProps } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';
import type { ColumnType } from 'kysely';

/**
 * The entities of a subgraph by name: decorated classes, and schemas of `defineEntity` where there
 * is no class.
 */
export type EntityMap = Readonly<Record<string, EntityType | AnySchema>>;

// A schema's type parameters differ per entity; only their inference below matters.
// oxlint-disable-next-line typescript/no-explicit-any
type AnySchema = EntitySchemaWithMeta<any, any, any, any, any, any>;

/** A decorated class; some build their instances by `Object.create` only. */
type EntityType = abstract new () => object;

/**
 * Property names and values as columns, so that a renamed property is named by the compiler
 * wherever a statement uses it.
 */
type PropertyNames = { columnNamingStrategy: 'property' };

/** The tables that Kysely sees: one per entity, called like the entity. */
export type EntityTables<E extends EntityMap> = {
  [Name in keyof E]: E[Name] extends EntityType
    ? Columns<InstanceType<E[Name]>>
    : E[Name] extends EntitySchemaWithMeta
      ? InferKyselyTable<E[Name], PropertyNames>
      : never;
};

/**
 * Columns of a decorated class: its writable properties. Getters and methods are no columns, and
 * TypeScript knows getters as readonly.
 */
export type Columns<T> = {
  [K in keyof T as IsColumn<T, K> extends true ? K : never]-?: Column<
    T[K],
    K extends OptionalKeys<T> ? true : false
  >;
};

type IsColumn<T, K extends keyof T> = K extends symbol
  ? false
  : T[K] extends (...args: never[]) => unknown
    ? false
    : IsWritable<T, K>;

type IsWritable<T, K extends keyof T> =
  (<X>() => X extends { [P in K]: T[K] } ? 1 : 2) extends <X>() => X extends {
    -readonly [P in K]: T[K];
  }
    ? 1
    : 2
    ? true
    : false;

/** Properties that MikroORM's `[OptionalProps]` names: the database has a default for them. */
type OptionalKeys<T> = T extends { [OptionalProps]?: infer K } ? K : never;

type Column<V, HasDefault extends boolean> = undefined extends V
  ? ColumnType<Exclude<V, undefined>, V, V>
  : null extends V
    ? ColumnType<V, V | undefined, V>
    : HasDefault extends true
      ? ColumnType<V, V | undefined, V>
      : ColumnType<V, V, V>;
