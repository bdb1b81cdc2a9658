import type { MikroORM } from '@mikro-orm/core';
import type { Migration } from '@mikro-orm/migrations';
import type { SqlEntityManager as Sql } from '@mikro-orm/sql';

/** MikroORM's entity manager over SQL; the same type for PGlite and PostgreSQL. */
export type SqlEntityManager = Sql;
export type Orm = MikroORM;

/** An entity: a decorated class or an EntitySchema. */
// MikroORM accepts any constructor here; its own type is a union too wide to write down.
// oxlint-disable-next-line typescript/no-explicit-any
export type EntityClass = any;

/**
 * A migration: a subclass of MikroORM's Migration whose name orders it, e.g. `Catalog001Products`.
 */
export type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration;
