import type { ApolloServer } from '@apollo/server';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import { traceWork } from '@emporium/telemetry/trace-work';
import type { Work } from '@emporium/telemetry/work';
import { OperationTypeNode } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../identity/caller.js';
import type { Charge } from '../limit/budgets.js';
import type { GatewayMetrics } from '../metrics.js';
import type { OperationContext } from '../subgraph/operation-context.js';
import type { PreparedOperation } from './prepare-operation.js';
import { presentErrors, type Answer, type AnswerCost, type RawError } from './answer.js';

/** Things about a run that the transport knows. */
export interface RunOptions {
  signal?: AbortSignal;
  isUpload?: boolean;
}

/** Plans and executes an accepted query or mutation; never rejects for a failed operation. */
export type RunOperation = (
  operation: PreparedOperation,
  caller: Caller,
  options?: RunOptions,
) => Promise<Answer>;

export interface RunnerOptions {
  apollo: ApolloServer<OperationContext>;
  queryDeadlineMs: number;
  /**
   * Anonymous callers learn what an operation cost, but not how much they have: that is a limit's
   * number.
   */
  hideLimits: boolean;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Makes the runner on Apollo Server's pipeline. */
export function createRunOperation({
  apollo,
  queryDeadlineMs,
  hideLimits,
  metrics,
  log,
}: RunnerOptions): RunOperation {
  const run = async (
    accepted: PreparedOperation,
    caller: Caller,
    { signal, isUpload = false }: RunOptions,
    work: Work,
  ): Promise<Answer> => {
    const context: OperationContext = {
      caller,
      prepared: accepted.prepared,
      snapshot: accepted.snapshot,
      deadlineAt: Date.now() + queryDeadlineMs,
      isMutation: accepted.operation.operation === OperationTypeNode.MUTATION,
      isUpload,
      cost: {},
      cookies: [],
      missingEntities: new Set(),
      ...(signal ? { signal } : {}),
    };
    const done = metrics.operation(accepted.operation.operation);
    const { body, http } = await apollo.executeOperation(
      {
        query: accepted.prepared.source,
        variables: accepted.variables,
        ...(accepted.operationName === undefined ? {} : { operationName: accepted.operationName }),
      },
      { contextValue: context },
    );
    const result = body.kind === 'single' ? body.singleResult : body.initialResult;
    const errors = presentErrors(
      [...(result.errors ?? []), ...nullErrors(result, context.missingEntities)],
      caller.requestId,
      log,
    );
    const failed = result.data === undefined;
    done(failed ? 'failed' : errors.length > 0 ? 'partial' : 'ok');
    if (errors[0]) work.fail(errors[0].extensions.code);
    const isUnfinished = errors.some(({ extensions }) => UNFINISHED.has(extensions.code));
    const cost = settle(accepted.charge, context, hideLimits, isUnfinished);
    return {
      status: failed ? failureStatus(errors[0]?.extensions.code) : 200,
      cookies: context.cookies,
      headers: Object.fromEntries(http.headers),
      body: {
        ...(errors.length > 0 ? { errors } : {}),
        ...(failed ? {} : { data: result.data }),
        extensions: { ...shownExtensions(result.extensions), cost },
      },
    };
  };
  return (accepted, caller, options = {}) => {
    const type = accepted.operation.operation;
    const attributes = {
      'graphql.operation.type': type,
      'graphql.operation.name': accepted.operation.name?.value.slice(0, MAX_NAME),
      'emporium.operation.cost': accepted.cost,
    };
    // Over a WebSocket there is no request around it.
    const how = currentTraceparent()
      ? ({ kind: 'internal' } as const)
      : ({ kind: 'server', parent: caller.traceparent } as const);
    return traceWork(type, { ...how, attributes }, (work) => run(accepted, caller, options, work));
  };
}

/** What plugins added; `valueCompletion` is between @apollo/gateway and this file. */
function shownExtensions({
  valueCompletion: _nulls,
  ...others
}: Record<string, unknown> = {}): Record<string, unknown> {
  return others;
}

/** Longest name of an operation in a trace, in characters. */
const MAX_NAME = 100;

/** Errors of work that was begun and of which nothing tells how much it was. */
const UNFINISHED: ReadonlySet<string> = new Set(['SUBGRAPH_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

/**
 * Gives back what was not needed, and charges what was done beyond what was expected. Work that
 * failed or came late gives nothing back.
 */
function settle(
  charge: Charge,
  { cost, caller }: OperationContext,
  hideLimits: boolean,
  isUnfinished: boolean,
): AnswerCost {
  const { requested, capacity, restorePerSecond } = charge;
  const answered = cost.actual ?? requested;
  const actual = isUnfinished ? Math.max(answered, requested) : answered;
  charge.settle(actual);
  if (hideLimits && caller.principal.kind === 'anonymous') return { requested, actual };
  return {
    requested,
    actual,
    available: Math.max(0, Math.min(capacity, charge.available + requested - Math.max(actual, 1))),
    capacity,
    restorePerSecond,
  };
}

/** Without data nothing was executed: the client's fault when the code says so, else ours. */
function failureStatus(code: string | undefined): number {
  return code === 'QUERY_TOO_COMPLEX' || code === 'BAD_USER_INPUT' ? 400 : 500;
}

/**
 * @apollo/gateway tells of a null where the schema promises a value only in an extension, and not
 * at all in `errors`; a client must not get `data: null` without being told. A reference to an
 * entity that is gone is null without an error.
 */
function nullErrors(
  result: {
    errors?: readonly unknown[] | undefined;
    extensions?: Record<string, unknown> | undefined;
  },
  missingEntities: ReadonlySet<string>,
): RawError[] {
  const found = result.extensions?.valueCompletion as RawError[] | undefined;
  if (result.errors?.length || !found) return [];
  const isMissing = (path: readonly (string | number)[]) => {
    const flat = path.map((step) => (typeof step === 'number' ? '@' : step));
    return flat.some((_step, index) => missingEntities.has(flat.slice(0, index).join('.')));
  };
  return found
    .filter(({ path }) => !path || !isMissing(path))
    .map(({ message, path }) => ({ message, ...(path ? { path } : {}) }));
}
