import {
  GraphQLError,
  defaultTypeResolver,
  executeSync,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { TYPE_KEY } from './rewrite-document.js';

/**
 * What is needed to turn the answer of a rewritten operation into the answer of the operation that
 * the client sent.
 */
export interface RestrictedOperation {
  schema: GraphQLSchema;
  /** As the client sent it. */
  document: DocumentNode;
  operationName?: string;
  variables?: Record<string, unknown>;
  code: 'UNAUTHENTICATED' | 'FORBIDDEN';
}

/**
 * Completes the client's operation over the data of the rewritten one: what was removed is missing
 * there and becomes null with an error at its path. Running the standard executor gives lists,
 * fragments, aliases, key order and null propagation for free.
 */
export function restoreAnswer(
  operation: RestrictedOperation,
  answer: ExecutionResult,
): ExecutionResult {
  if (!answer.data) return answer;
  const message =
    operation.code === 'UNAUTHENTICATED' ? 'Log in to see this.' : 'You may not see this.';
  const completed = executeSync({
    schema: operation.schema,
    document: operation.document,
    operationName: operation.operationName,
    variableValues: operation.variables,
    rootValue: answer.data,
    fieldResolver: (source: Record<string, unknown>, _args, _context, info) => {
      const key = info.path.key;
      if (Object.hasOwn(source, key)) return source[key];
      throw new GraphQLError(message, { extensions: { code: operation.code } });
    },
    typeResolver: (value: Record<string, unknown>, context, info, type) =>
      (value[TYPE_KEY] as string | undefined) ?? defaultTypeResolver(value, context, info, type),
  });
  const errors = [...(answer.errors ?? []), ...(completed.errors ?? [])];
  return {
    data: completed.data ?? null,
    ...(errors.length > 0 ? { errors } : {}),
    ...(answer.extensions ? { extensions: answer.extensions } : {}),
  };
}
