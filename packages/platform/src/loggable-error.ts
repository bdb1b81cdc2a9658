const MAX_CAUSES = 6;

/** A cause from the database: it has a SQLSTATE, five digits or capitals. */
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
 * An error as the log may keep it. PostgreSQL and the ORM quote the values of a failed statement (names, addresses, password hashes), so of
 * a database error only the code, the place and our own part of the stack are kept.
 */
export function loggableError(error: unknown): unknown {
  const found = databaseErrorIn(error);
  if (!found) return error;
  const { code, severity, schema, table, column, constraint, routine } = found;
  const frames = String((error as Error).stack ?? found.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return { type: 'DatabaseError', code, severity, schema, table, column, constraint, routine, stack: frames.slice(0, 12).join('\n') };
}

/** Why something failed, in a line that may be kept for long: of a database error its code and place, else the message. */
export function describeFailure(error: unknown): string {
  const found = databaseErrorIn(error);
  if (!found) return error instanceof Error ? error.message : String(error);
  const place = [found.table, found.column, found.constraint].filter(Boolean).join(', ');
  return `database error ${found.code}${place ? ` (${place})` : ''}${found.routine ? ` in ${found.routine}` : ''}`;
}

function databaseErrorIn(error: unknown): DatabaseError | undefined {
  for (let cause: unknown = error, depth = 0; cause && depth < MAX_CAUSES; depth++) {
    const { code, cause: next, previous } = cause as { code?: unknown; cause?: unknown; previous?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return cause as DatabaseError;
    cause = next ?? previous;
  }
  return undefined;
}
