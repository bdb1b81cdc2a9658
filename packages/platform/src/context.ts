import type { Principal } from '@emporium/auth/principal';
import type { EventDefinition } from '@emporium/bus/define-event';
import type { SqlEntityManager } from '@emporium/db/entity-manager';
import type { Logger } from 'pino';
import type { CallerWaits } from './caller-waits.js';
import type { Config } from './config/config.js';
import type { InternalCall } from './internal-call.js';

/**
 * What a use case gets besides its input. `S` = the subgraph's own services (adapters), made in its
 * definition.
 */
export interface Ctx<S = unknown> {
  /**
   * Request-scoped entity manager; inside `inTransaction` every use of it belongs to that
   * transaction.
   */
  em: SqlEntityManager;
  principal: Principal;
  /**
   * Adds an outbox row to the entity manager: the event leaves when, and only when, the flush or
   * transaction commits.
   */
  emit<T>(event: EventDefinition<T>, message: EmittedEvent<T>): void;
  log: Logger;
  /** The clock; tests may set it. Deadlines in the database use the database's own now(). */
  now(): Date;
  services: S;
  config: Config;
  requestId: string;
  traceparent?: string;
  /** Calls an internal (`@inaccessible`) field of another subgraph. Never inside a transaction. */
  call: InternalCall;
  /** Request headers that the gateway passes to this subgraph, lower case. */
  headers: Record<string, string>;
  /**
   * Whether somebody still waits for the answer: asked before the commit of what must not happen
   * unless it can be told.
   */
  callerWaits: CallerWaits;
  /** Adds a Set-Cookie value to the answer; only users may. */
  setCookie(cookie: string): void;
  /** Per-request memo, e.g. for data loaders. */
  memo: Map<unknown, unknown>;
}

/**
 * One event to publish: the aggregate it is about, that aggregate's new version, and the data of
 * its schema.
 */
export interface EmittedEvent<T> {
  key: string;
  version: number;
  data: T;
}
