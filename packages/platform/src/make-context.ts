import { randomUUID } from 'node:crypto';
import type { Principal } from '@emporium/auth/principal';
import { emitEvent } from '@emporium/db/outbox/emit';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import type { SubgraphDatabase } from '@emporium/db/subgraph-database';
import { currentTraceparent } from '@emporium/telemetry/current-traceparent';
import type { Logger } from 'pino';
import { callerWaits, type CallerWaits } from './caller-waits.js';
import type { Ctx } from './context.js';
import { internalCall } from './internal-call.js';
import type { Runtime } from './runtime.js';

/** What belongs to one request, event or job. */
export interface ContextInput {
  principal: Principal;
  requestId?: string;
  traceparent?: string;
  headers?: Record<string, string>;
  callerWaits?: CallerWaits;
  setCookie?(cookie: string): void;
}

/**
 * Makes contexts for one running subgraph. `now` is the clock; `onEmit` is told that an outbox row
 * is coming.
 */
export function contextFactory<S>(parts: {
  name: string;
  runtime: Runtime;
  database: SubgraphDatabase;
  services: S;
  log: Logger;
  now(): Date;
  onEmit(): void;
}) {
  const { name, runtime, database, services, now } = parts;
  const clients = { get: (to: string) => runtime.clients.get(to) ?? runtime.reach?.(to) };
  return (input: ContextInput): Ctx<S> => {
    const requestId = input.requestId ?? randomUUID();
    const em: SqlEntityManager = database.fork();
    return {
      em,
      principal: input.principal,
      emit: (event, message) => {
        const traceparent = currentTraceparent() ?? input.traceparent;
        const origin = {
          subgraph: name,
          now: now(),
          requestId,
          ...(traceparent ? { traceparent } : {}),
          actor: input.principal.sub,
          onBehalfOf: input.principal.onBehalf?.sub,
        };
        // Inside a transaction the outer manager stands for the inner one, so the row joins the
        // transaction.
        emitEvent(em, event, message, origin);
        parts.onEmit();
      },
      log: parts.log.child({ requestId }),
      now,
      services,
      config: runtime.config,
      requestId,
      ...(input.traceparent ? { traceparent: input.traceparent } : {}),
      call: internalCall({
        from: name,
        clients,
        principal: input.principal,
        requestId,
        traceparent: input.traceparent,
      }),
      headers: input.headers ?? {},
      callerWaits: input.callerWaits ?? callerWaits(undefined),
      setCookie: input.setCookie ?? (() => undefined),
      memo: new Map(),
    };
  };
}
