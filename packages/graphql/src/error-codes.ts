interface CodeFacts {
  /** The failure may be gone when the client asks again. */
  retryable?: true;
  /** Who may say it to a client inside an answer: a field of a subgraph, or the gateway alone. */
  from: 'subgraph' | 'gateway';
  /** Says that a document cannot run at all, so it stands for no field. */
  wholeDocument?: true;
}

/**
 * Every code of `errors[].extensions.code`; what has none of them is masked as
 * INTERNAL_SERVER_ERROR.
 */
const CODES = {
  UNAUTHENTICATED: { from: 'subgraph' },
  FORBIDDEN: { from: 'subgraph' },
  BAD_USER_INPUT: { from: 'subgraph' },
  GRAPHQL_PARSE_FAILED: { from: 'subgraph', wholeDocument: true },
  GRAPHQL_VALIDATION_FAILED: { from: 'subgraph', wholeDocument: true },
  PERSISTED_QUERY_NOT_FOUND: { from: 'gateway', wholeDocument: true },
  QUERY_TOO_COMPLEX: { from: 'gateway' },
  PAYLOAD_TOO_LARGE: { from: 'subgraph' },
  RATE_LIMITED: { from: 'subgraph', retryable: true },
  OPERATION_IN_PROGRESS: { from: 'subgraph', retryable: true },
  SUBGRAPH_UNAVAILABLE: { from: 'subgraph', retryable: true },
  INTERNAL_SERVER_ERROR: { from: 'gateway', wholeDocument: true },
} as const satisfies Record<string, CodeFacts>;

/** A code of `errors[].extensions.code`. */
export type ErrorCode = keyof typeof CODES;

const those = (keep: (facts: CodeFacts) => boolean): ReadonlySet<string> =>
  new Set(Object.entries<CodeFacts>(CODES).flatMap(([code, facts]) => (keep(facts) ? [code] : [])));

/** Codes of failures that may be gone when the client asks again. */
export const RETRYABLE = those(({ retryable }) => retryable === true);
/** Codes that may leave a subgraph as they are. */
export const OF_SUBGRAPHS = those(({ from }) => from === 'subgraph');
/**
 * Codes with which a subgraph or the executor may speak to the client in the answer of an
 * operation.
 */
export const OF_ANSWERS = those(({ wholeDocument }) => wholeDocument !== true);
