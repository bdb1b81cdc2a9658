import { causesOf } from '@emporium/db/causes-of';

/** Five digits or capitals with a digit among them, unlike EPIPE. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

/** A cause from the database: it has a SQLSTATE. */
interface DatabaseError {
  code: string;
  severity?: string;
  schema?: string;
  table?: string;
  column?: string;
  constraint?: string;
  routine?: string;
  stack?: string;
}

/**
 * An error as the log may keep it. PostgreSQL and the ORM quote the values of a failed statement
 * (names, addresses, password hashes), so of a database error only the code, the place and our own
 * part of the stack are kept.
 */
export function loggableError(error: unknown): unknown {
  const found = databaseErrorIn(error);
  if (!found) return error;
  const { code, severity, schema, table, column, constraint, routine } = found;
  const frames = String((error as Error).stack ?? found.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return {
    type: 'DatabaseError',
    code,
    severity,
    schema,
    table,
    column,
    constraint,
    routine,
    stack: frames.slice(0, 12).join('\n'),
  };
}

/**
 * Why something failed, in a line that may be kept for long: of a database error its code and
 * place, else the message.
 */
export function describeFailure(error: unknown): string {
  const found = databaseErrorIn(error);
  if (!found) return error instanceof Error ? error.message : String(error);
  const place = [found.table, found.column, found.constraint].filter(Boolean).join(', ');
  return `database error ${found.code}${place ? ` (${place})` : ''}${found.routine ? ` in ${found.routine}` : ''}`;
}

function databaseErrorIn(error: unknown): DatabaseError | undefined {
  for (const cause of causesOf(error)) {
    if (typeof cause['code'] === 'string' && SQLSTATE.test(cause['code']))
      return cause as unknown as DatabaseError;
  }
  return undefined;
}
