import { Kysely, type Dialect } from 'kysely';
import { noteWork } from '@emporium/telemetry/note-work';
import { describeStatement } from './describe-statement.js';
import type { QueryListener } from './subgraph-database.js';

/**
 * The Kysely client under the ORM of the schema: it reports every statement, whether the ORM or a
 * typed query sends it.
 */
export function openKysely(
  schema: string,
  dialect: Dialect,
  listeners: ReadonlySet<QueryListener>,
): Kysely<unknown> {
  return new Kysely({
    dialect,
    log: (event) => {
      if (event.level === 'query') for (const listener of listeners) listener(event.query.sql);
      noteWork(event.queryDurationMillis, () => ({
        ...describeStatement(schema, event.query.sql),
        ...(event.level === 'error' ? { error: event.error } : {}),
      }));
    },
  });
}
