import { Kysely, type Dialect } from 'kysely';
import type { QueryListener } from './subgraph-database.js';

/** The Kysely client under an ORM: it reports every statement, whether the ORM or a typed query sends it. */
export function openKysely(dialect: Dialect, listeners: ReadonlySet<QueryListener>): Kysely<unknown> {
  return new Kysely({
    dialect,
    log: (event) => {
      if (event.level === 'query') for (const listener of listeners) listener(event.query.sql);
    },
  });
}
