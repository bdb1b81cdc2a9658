import type { ExecutionResult } from 'graphql';

/**
 * True when the answer brings nothing because this replica has lost what it needs (its database,
 * its store): every error is SUBGRAPH_UNAVAILABLE and retryable, and there is no data beside them.
 */
export function isAllUnavailable({ data, errors }: ExecutionResult): boolean {
  return (
    errors !== undefined &&
    errors.length > 0 &&
    errors.every(
      ({ extensions }) =>
        extensions?.['code'] === 'SUBGRAPH_UNAVAILABLE' && extensions['retryable'] === true,
    ) &&
    Object.values(data ?? {}).every(isNothing)
  );
}

/** Entity fetches answer with a list of nulls. */
const isNothing = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.every((item) => item === null));
