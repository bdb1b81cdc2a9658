import type { Principal } from '@emporium/auth/principal';
import type { Logger } from 'pino';
import { fulfils, refusalCode } from '../access/access-policy.js';
import { dataObject } from '@emporium/federation-executor/response/serialized-data';
import type { Caller } from '../identity/caller.js';
import type { Revocations } from '../identity/revocations.js';
import type { GatewayMetrics } from '../metrics.js';
import type { AdmitOperation, AdmittedOperation } from '../request/admit-operation.js';
import { refusalAnswer, type Answer } from '../request/answer.js';
import { Refusal } from '../request/refusal.js';
import type { RunOperation } from '../request/run-operation.js';
import type { LiveChannels } from './live-channels.js';
import { ID_VARIABLE, rerunOf } from './rerun-document.js';

type Body = Answer['body'];

/** Events waiting for a slow client; beyond it is better off reading its inbox. */
const MAX_WAITING = 200;
/** Where the notifications subgraph announces what each field of the Subscription type delivers. */
const CHANNELS: Record<string, (principal: Principal) => string | undefined> = {
  notificationReceived: ({ sub }) => (sub ? `live:user:${sub}` : undefined),
  productCreated: () => 'live:public',
};

/** Opens a subscription: one body per event, until the client returns the iterator. Throws Refusal when it cannot be opened. */
export type OpenSubscription = (admitted: AdmittedOperation, caller: Caller) => Promise<AsyncGenerator<Body, void>>;

export interface SubscriptionOptions {
  channels: LiveChannels;
  admit: AdmitOperation;
  run: RunOperation;
  revocations: Revocations;
  metrics: GatewayMetrics;
  log: Logger;
}

/** Makes the opener. For each event the client's selection is run as a query with the subscriber's identity. */
export function subscriptionOpener({ channels, admit, run, revocations, metrics, log }: SubscriptionOptions): OpenSubscription {
  return async (admitted, caller) => {
    const rerun = rerunOf(admitted.prepared.document, admitted.operation);
    const { policy } = admitted.generation.checks;
    const allowed = policy.requirementsOf('Subscription', rerun.field).every((requirement) => fulfils(caller.principal, requirement));
    const channel = CHANNELS[rerun.field]?.(caller.principal);
    if (!allowed || !channel) return refused(rerun.key, caller);

    // Checked and charged once here; what an event runs differs only in the id.
    const query = await admit({ query: rerun.query, variables: { ...admitted.variables, [ID_VARIABLE]: '' } }, caller, { isDerived: true });
    const messages = messageQueue();
    const stopListening = await channels.listen(channel, { onMessage: messages.push, onEnd: messages.end }).catch((error: unknown) => {
      log.warn({ err: error }, 'live channel cannot be opened');
      throw new Refusal(503, 'SUBGRAPH_UNAVAILABLE', 'Live updates are not available right now.', { reason: 'live' });
    });
    metrics.subscription(1);
    let isLive = true;
    const end = () => {
      if (isLive) metrics.subscription(-1);
      isLive = false;
      stopListening();
      messages.end();
    };

    async function* events(): AsyncGenerator<Body, void> {
      try {
        for await (const message of messages.read()) {
          const id = notificationId(message);
          if (!id || isWithdrawn(caller, revocations)) continue;
          // The cost was charged at the opening: events say nothing of it.
          const { extensions: _cost, ...body } = (await run({ ...query, variables: { ...query.variables, [ID_VARIABLE]: id } }, caller))
            .body;
          // Nothing and no error: not for this subscriber.
          const value = dataObject(body.data)?.[rerun.key];
          if (value !== null || body.errors) yield body;
        }
        if (messages.overflowed) yield tooSlow(caller, log);
      } finally {
        end();
      }
    }
    return endingWith(events(), end);
  };
}

function notificationId(message: string): string | undefined {
  try {
    const { notificationId: id } = JSON.parse(message) as { notificationId?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function isWithdrawn(caller: Caller, revocations: Revocations): boolean {
  if (caller.token && caller.token.expiresAt * 1_000 <= Date.now()) return true;
  try {
    revocations.require(caller, false);
    return false;
  } catch {
    return true;
  }
}

async function* refused(key: string, { principal, requestId }: Caller): AsyncGenerator<Body, void> {
  const code = refusalCode(principal);
  const message = code === 'UNAUTHENTICATED' ? 'Log in to see this.' : 'You may not see this.';
  yield { data: { [key]: null }, errors: [{ message, path: [key], extensions: { code, requestId, retryable: false } }] };
}

function tooSlow(caller: Caller, log: Logger): Body {
  return refusalAnswer(new Refusal(429, 'RATE_LIMITED', 'Too slow to follow; read the inbox and subscribe again.'), caller.requestId, log)
    .body;
}

/** `return()` of a suspended generator waits for its pending event; this one ends the waiting first. */
function endingWith(events: AsyncGenerator<Body, void>, end: () => void): AsyncGenerator<Body, void> {
  const stop = events.return.bind(events);
  events.return = (value) => {
    end();
    return stop(value);
  };
  return events;
}

function messageQueue() {
  const waiting: string[] = [];
  let wake: (() => void) | undefined;
  let ended = false;
  let overflowed = false;
  const end = () => {
    ended = true;
    wake?.();
  };
  return {
    get overflowed() {
      return overflowed;
    },
    push: (message: string) => {
      if (waiting.length >= MAX_WAITING) {
        overflowed = true;
        end();
      } else waiting.push(message);
      wake?.();
    },
    end,
    async *read(): AsyncGenerator<string, void> {
      while (!ended) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
