/**
 * The ORM, the query builder and we wrap errors a few times at most; a cycle must not go on for
 * ever.
 */
const MAX_CAUSES = 6;

/**
 * An error and what it was caused by, outermost first; `previous` is MikroORM's name for a cause.
 */
export function* causesOf(error: unknown): Generator<Record<string, unknown>> {
  let cause = error as Record<string, unknown> | null | undefined;
  for (let depth = 0; typeof cause === 'object' && cause !== null && depth < MAX_CAUSES; depth++) {
    yield cause;
    cause = (cause['cause'] ?? cause['previous']) as typeof cause;
  }
}
