import {
  Kind,
  OperationTypeNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { checkVariables } from '../document/check-variables.js';
import { costOf, selectOperation, type PreparedDocument } from '../document/prepare-document.js';
import type { Caller } from '../identity/caller.js';
import type { Revocations } from '../identity/revocations.js';
import type { Budgets, Charge } from '../limit/budgets.js';
import type { GatewayMetrics } from '../metrics.js';
import type { FindDocument, FoundDocument } from '../persisted/find-document.js';
import type { SupergraphSnapshot } from '../supergraph/federation.js';
import { rejectNulls } from './reject-nulls.js';
import { RequestError, tooComplex } from './request-error.js';

const COST_PER_PLANNED_FIELD = 10;

/** A GraphQL request as it came in; nothing about it is trusted. */
export interface OperationRequest {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

/** An operation that passed every check and may be planned and executed. */
export interface PreparedOperation {
  snapshot: SupergraphSnapshot;
  prepared: PreparedDocument;
  operation: OperationDefinitionNode;
  operationName?: string;
  /** As sent (uploads inside stay what they are). */
  variables: Record<string, unknown>;
  cost: number;
  charge: Charge;
}

/**
 * Checks one operation: shape, document, operation, variables, cost, budget. Throws RequestError or
 * an AggregateError of them.
 */
export type PrepareOperation = (
  request: OperationRequest,
  caller: Caller,
  how?: PrepareMode,
) => Promise<PreparedOperation>;

/** What differs between the ways an operation comes in. */
export interface PrepareMode {
  /** GET changes nothing. */
  noMutations?: boolean;
  /** Made by the gateway itself from an operation that was accepted: it stands on no safelist. */
  isDerived?: boolean;
}

export interface PrepareOptions {
  current(): SupergraphSnapshot;
  findDocument: FindDocument;
  budgets: Budgets;
  revocations: Revocations;
  metrics: GatewayMetrics;
}

/** Makes the admission. */
export function createPrepareOperation({
  current,
  findDocument,
  budgets,
  revocations,
  metrics,
}: PrepareOptions): PrepareOperation {
  const check = (
    request: OperationRequest,
    noMutations: boolean,
  ): Omit<PreparedOperation, 'charge'> => {
    const snapshot = current();
    const { query, operationName, variables } = shape(request);
    const prepared = snapshot.documents.prepare(query);
    const operation = selectOperation(prepared, operationName);
    if (noMutations && operation.operation === OperationTypeNode.MUTATION) {
      throw new RequestError(405, 'BAD_USER_INPUT', 'GET runs no mutations.', { reason: 'method' });
    }
    const coerced = checkVariables(
      snapshot.schema,
      operation,
      variables,
      snapshot.checks.hideSchema,
    );
    rejectNulls(snapshot.schema, prepared.document, operation, coerced);
    const cost = costOf(prepared, operation, coerced, snapshot.checks);
    if (cost > snapshot.checks.limits.cost) throw tooComplex('cost');
    return {
      snapshot,
      prepared,
      operation,
      variables,
      cost,
      ...(operationName === undefined ? {} : { operationName }),
    };
  };
  return async (request, caller, { noMutations = false, isDerived = false } = {}) => {
    let workMs = 0;
    try {
      budgets.check(caller);
      const { query, remember }: FoundDocument = isDerived
        ? { query: request.query }
        : await findDocument(request);
      const startedAt = performance.now();
      let accepted: Omit<PreparedOperation, 'charge'>;
      try {
        accepted = check({ ...request, query }, noMutations);
      } finally {
        workMs = performance.now() - startedAt;
      }
      revocations.require(caller, accepted.operation.operation === OperationTypeNode.MUTATION);
      const charge = await budgets.charge(
        caller,
        accepted.cost,
        planningCost(accepted.prepared),
        rootFields(accepted),
      );
      remember?.();
      return { ...accepted, charge };
    } catch (error) {
      const rejection = error instanceof AggregateError ? error.errors[0] : error;
      if (rejection instanceof RequestError) {
        metrics.refused(rejection.code, rejection.details.reason ?? 'other');
      }
      if (!(rejection instanceof RequestError && rejection.status === 429))
        budgets.chargeRefused(caller, workMs);
      throw error;
    }
  };
}

/**
 * Planning takes the one thread that everybody shares: documents nobody has sent before cost extra.
 */
function planningCost(prepared: PreparedDocument): number {
  if (!prepared.isNew) return 0;
  prepared.isNew = false;
  return prepared.fields * COST_PER_PLANNED_FIELD;
}

function shape({ query, operationName, variables }: OperationRequest) {
  if (typeof query !== 'string' || query.trim() === '')
    throw badShape('The request needs a query.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string')
    throw badShape('operationName must be a string.');
  if (
    variables !== undefined &&
    variables !== null &&
    (typeof variables !== 'object' || Array.isArray(variables))
  ) {
    throw badShape('variables must be an object.');
  }
  // Clients that have no name to send may send an empty one.
  return {
    query,
    operationName: operationName || undefined,
    variables: (variables ?? {}) as Record<string, unknown>,
  };
}

function badShape(message: string): RequestError {
  return new RequestError(400, 'BAD_USER_INPUT', message, { reason: 'shape' });
}

/** Names of the root fields, fragments included, each as often as it is selected. */
function rootFields({
  prepared,
  operation,
}: Pick<PreparedOperation, 'prepared' | 'operation'>): string[] {
  const collect = (set: SelectionSetNode): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return collect(selection.selectionSet);
      const name = selection.name.value;
      const fragment = prepared.document.definitions.find(
        (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? collect(fragment.selectionSet) : [];
    });
  return collect(operation.selectionSet);
}
