import type { Principal } from '@emporium/auth/principal';
import type { Logger } from 'pino';
import { fulfils, accessErrorCode } from '../access/access-policy.js';
import type { Caller } from '../identity/caller.js';
import type { ConnectionLimit } from '../limit/connection-limit.js';
import type { GatewayMetrics } from '../metrics.js';
import type { PrepareOperation, PreparedOperation } from '../request/prepare-operation.js';
import { errorAnswer, type Answer } from '../request/answer.js';
import { backlog } from './backlog.js';
import type { LiveSelections } from './live-selections.js';
import { ID_VARIABLE, rerunOf } from './rerun-document.js';
import { behind } from './selection.js';

type Body = Answer['body'];

/** Answers waiting for a slow client; beyond it is better off reading its inbox. */
const MAX_WAITING = 200;
/** Where the notifications subgraph announces what each field of the Subscription type delivers. */
const CHANNELS: Record<string, (principal: Principal) => string | undefined> = {
  notificationReceived: ({ sub }) => (sub ? `live:user:${sub}` : undefined),
  productCreated: () => 'live:public',
};

/**
 * Opens a subscription: one body per event, until the client returns the iterator. Throws
 * RequestError when it cannot be opened.
 */
export type OpenSubscription = (
  accepted: PreparedOperation,
  caller: Caller,
) => Promise<AsyncGenerator<Body, void>>;

export interface SubscriptionOptions {
  selections: LiveSelections;
  prepare: PrepareOperation;
  /** Bounds the subscriptions of one network. */
  places: ConnectionLimit;
  metrics: GatewayMetrics;
  log: Logger;
}

/**
 * Makes the opener. For each event the client's selection is run as a query with the subscriber's
 * identity.
 */
export function createOpenSubscription({
  selections,
  prepare,
  places,
  metrics,
  log,
}: SubscriptionOptions): OpenSubscription {
  return async (accepted, caller) => {
    const rerun = rerunOf(accepted.prepared.document, accepted.operation);
    const { policy } = accepted.snapshot.checks;
    const allowed = policy
      .requirementsOf('Subscription', rerun.field)
      .every((requirement) => fulfils(caller.principal, requirement));
    const channel = CHANNELS[rerun.field]?.(caller.principal);
    if (!allowed || !channel) return refused(rerun.key, caller);

    const bodies = backlog<Body>(MAX_WAITING);
    const release = places.take(caller.ip);
    const leave = await (async () => {
      const variables = { ...used(accepted.variables, rerun.variables), [ID_VARIABLE]: '' };
      // Checked here, once; each event pays for its own run, which differs only in the id.
      const query = await prepare({ query: rerun.query, variables }, caller, { isDerived: true });
      const hear = (body: Body) => void (bodies.push(body) || bodies.end(behind()));
      return selections.join({ channel, query, key: rerun.key }, { caller, hear, end: bodies.end });
    })().catch((error: unknown) => {
      release();
      throw error;
    });
    metrics.subscription(1);
    let isLive = true;
    const end = () => {
      if (!isLive) return;
      isLive = false;
      metrics.subscription(-1);
      leave();
      release();
      bodies.end();
    };

    async function* events(): AsyncGenerator<Body, void> {
      try {
        for await (const body of bodies.read()) yield body;
        const { rejection } = bodies;
        if (!rejection) return;
        metrics.refused(rejection.code, rejection.details.reason ?? 'other');
        yield errorAnswer(rejection, caller.requestId, log).body;
      } finally {
        end();
      }
    }
    return endingWith(events(), end);
  };
}

/** The variables that the query still has, in its own order. */
function used(
  variables: Record<string, unknown>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => name in variables).map((name) => [name, variables[name]]),
  );
}

async function* refused(key: string, { principal, requestId }: Caller): AsyncGenerator<Body, void> {
  const code = accessErrorCode(principal);
  const message = code === 'UNAUTHENTICATED' ? 'Log in to see this.' : 'You may not see this.';
  yield {
    data: { [key]: null },
    errors: [{ message, path: [key], extensions: { code, requestId, retryable: false } }],
  };
}

/**
 * `return()` of a suspended generator waits for its pending event; this one ends the waiting first.
 */
function endingWith(
  events: AsyncGenerator<Body, void>,
  end: () => void,
): AsyncGenerator<Body, void> {
  const stop = events.return.bind(events);
  events.return = (value) => {
    end();
    return stop(value);
  };
  return events;
}
