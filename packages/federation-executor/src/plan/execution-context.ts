import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Data } from '../response/response-shape.js';
import type { SubgraphFetch } from '../call-subgraph.js';
import type { EntityBatches } from './entity-batches.js';

/** Sends a fetch; undefined when no answer came. Never rejects. */
export type SendFetch = (fetch: SubgraphFetch) => Promise<ExecutionResult | undefined>;

/** Everything that changes while one operation runs. */
export interface ExecutionContext {
  send: SendFetch;
  /** As the client sent them. */
  variables: Readonly<Record<string, unknown>>;
  /** The tree that all fetches add to. */
  data: Data;
  errors: GraphQLError[];
  /** Objects that lack fields for a reason: their entity is missing, or the fetch failed. */
  missing: Set<object>;
  /** Those of them whose subgraph did not answer. */
  unanswered: Set<object>;
  /** Objects that stand in several places of the tree. */
  shared: Map<object, { text: string; cost: number }>;
  batches: EntityBatches;
}

/** One step of a compiled plan. */
export type Step = (context: ExecutionContext) => Promise<void>;

/**
 * Errors per failed fetch: a page of 100 items with five missing fields each must not become 500
 * errors.
 */
export const MAX_UNAVAILABLE_ERRORS = 50;
/** Errors that one answer of a subgraph may become. */
export const MAX_ERRORS_PER_FETCH = 1_000;

/** The error of a field that is missing because its subgraph did not answer. */
export function unavailableError(path?: readonly (string | number)[]): GraphQLError {
  return new GraphQLError('A part of the shop is not available right now.', {
    path: path ? [...path] : null,
    extensions: { code: 'SUBGRAPH_UNAVAILABLE' },
  });
}

/**
 * An error that a subgraph answered, at another place: that of the field in the client's operation.
 */
export function errorAt(
  error: GivenError,
  path: readonly (string | number)[] | undefined,
): GraphQLError {
  const { extensions, message } = error;
  return new GraphQLError(message || 'A subgraph reported an error.', {
    path: path ? [...path] : null,
    extensions: extensions?.['code']
      ? { ...extensions }
      : { ...extensions, code: 'DOWNSTREAM_SERVICE_ERROR' },
  });
}

/** An error as a subgraph sent it; nothing about it is certain. */
export interface GivenError {
  message: string;
  path?: readonly (string | number)[] | undefined;
  extensions?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The variables of the operation that a fetch uses; those not given keep the defaults that the
 * fetch states.
 */
export function variablesOf(
  context: ExecutionContext,
  usages: readonly string[],
): Record<string, unknown> {
  const variables: Record<string, unknown> = {};
  for (const name of usages) {
    if (Object.hasOwn(context.variables, name) && context.variables[name] !== undefined)
      variables[name] = context.variables[name];
  }
  return variables;
}
