import { GraphQLError } from 'graphql';
import { collectErrors } from './response/collect-errors.js';
import type { Data } from './response/response-shape.js';
import { ResponseTooLarge, serializeObject } from './response/serialize-response.js';
import { SerializedData } from './response/serialized-data.js';
import type { CompiledOperation } from './compile-operation.js';
import { entityBatches } from './plan/entity-batches.js';
import type { ExecutionContext, SendFetch } from './plan/execution-context.js';

/** The answer of an operation; `data` is null when a null reached the root. */
export interface ExecutedOperation {
  data: SerializedData | null;
  errors?: GraphQLError[];
  /** Cost of what was answered. */
  cost: number;
}

/**
 * Runs an operation. `variables` were checked against it. Rejects only for faults of this program.
 */
export async function executeOperation(
  { execute, shape, introspect }: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
  send: SendFetch,
): Promise<ExecutedOperation> {
  const context: ExecutionContext = {
    send,
    variables,
    data: {},
    errors: [],
    missing: new Set(),
    unanswered: new Set(),
    shared: new Map(),
    batches: entityBatches(),
  };
  await execute(context);
  const data: Data = introspect ? { ...context.data, ...introspect(variables) } : context.data;
  const state = { broken: 0, shared: context.shared, cost: 0, objects: 0 };
  let text: string;
  try {
    text = serializeObject(shape, data, state);
  } catch (error) {
    if (!(error instanceof ResponseTooLarge)) throw error;
    const tooLarge = new GraphQLError('The answer is too large; ask for fewer objects at once.', {
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    });
    return { data: null, errors: [tooLarge], cost: state.cost };
  }
  const written = text === '' ? null : new SerializedData(text);
  if (context.errors.length === 0 && state.broken === 0) return { data: written, cost: state.cost };
  const errors = collectErrors(shape, data, context.errors, {
    broken: state.broken,
    missing: context.missing,
  });
  return { data: written, ...(errors.length > 0 ? { errors } : {}), cost: state.cost };
}
