import { GraphQLError } from 'graphql';
import { tellErrors } from './answer/tell-errors.js';
import type { Data } from './answer/shape.js';
import { AnswerTooLarge, writeObject } from './answer/write-value.js';
import { WrittenData } from './answer/written-data.js';
import type { CompiledOperation } from './compile-operation.js';
import { entityBatches } from './plan/entity-batches.js';
import type { Run, SendFetch } from './plan/run.js';

/** The answer of an operation; `data` is null when a null reached the root. */
export interface ExecutedOperation {
  data: WrittenData | null;
  errors?: GraphQLError[];
  /** Cost of what was answered. */
  cost: number;
}

/** Runs an operation. `variables` were checked against it. Rejects only for faults of this program. */
export async function executeOperation(
  { execute, shape, introspect }: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
  send: SendFetch,
): Promise<ExecutedOperation> {
  const run: Run = {
    send,
    variables,
    data: {},
    errors: [],
    without: new Set(),
    unanswered: new Set(),
    shared: new Map(),
    batches: entityBatches(),
  };
  await execute(run);
  const data: Data = introspect ? { ...run.data, ...introspect(variables) } : run.data;
  const writing = { broken: 0, shared: run.shared, cost: 0, objects: 0 };
  let text: string;
  try {
    text = writeObject(shape, data, writing);
  } catch (error) {
    if (!(error instanceof AnswerTooLarge)) throw error;
    const tooLarge = new GraphQLError('The answer is too large; ask for fewer objects at once.', {
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    });
    return { data: null, errors: [tooLarge], cost: writing.cost };
  }
  const written = text === '' ? null : new WrittenData(text);
  if (run.errors.length === 0 && writing.broken === 0) return { data: written, cost: writing.cost };
  const errors = tellErrors(shape, data, run.errors, { broken: writing.broken, without: run.without });
  return { data: written, ...(errors.length > 0 ? { errors } : {}), cost: writing.cost };
}
