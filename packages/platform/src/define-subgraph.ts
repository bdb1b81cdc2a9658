import type { EventDefinition } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { EntityClass, MigrationClass } from '@emporium/db/entity-manager';
import type { SchemaParts } from '@emporium/graphql/federated-schema';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Need } from './config/needs.js';
import type { Ctx } from './context.js';
import type { Inspection } from './inspection.js';
import type { OwnedState, Replica } from './owned-state.js';
import type { Pages } from './pages.js';
import type { Runtime } from './runtime.js';

/** What a consumer does with one event type. */
export interface EventHandler<S = unknown, T = unknown> {
  event: EventDefinition<T>;
  handle(ctx: Ctx<S>, event: Envelope<T>): Promise<void>;
}

/** Pairs an event with its handler so that the handler's data is typed. */
export function on<S, T>(
  event: EventDefinition<T>,
  handle: (ctx: Ctx<S>, event: Envelope<T>) => Promise<void>,
): EventHandler<S, T> {
  return { event, handle };
}

/** One consumer group of a subgraph. */
export interface Consumer<S = unknown> {
  /** `<subgraph>-<purpose>`. */
  group: string;
  /**
   * Messages of different keys that one partition handles at the same time; see SubscribeOptions of
   * the bus. Default 1.
   */
  concurrency?: number;
  /**
   * `inbox`: the handler runs in a transaction that also records the event id, so it acts once.
   * `versioned`: the handler is a versioned upsert or otherwise harmless to repeat and manages its
   * own transaction.
   */
  mode: 'inbox' | 'versioned';
  // The data type of each handler is fixed by on(); the list itself is heterogeneous.
  // oxlint-disable-next-line typescript/no-explicit-any
  handlers: EventHandler<S, any>[];
}

/**
 * Work repeated on a timer. Deadlines are rows in the database, so a job only looks for due rows;
 * it must be safe to run twice at once.
 */
export interface Job<S = unknown> {
  name: string;
  everyMs: number;
  run(ctx: Ctx<S>): Promise<void>;
}

/** A number of the domain that operators watch; read at each scrape, by every replica. */
export interface GaugeOf<S = unknown> {
  /** `emporium_<what>`. */
  name: string;
  help: string;
  read(ctx: Ctx<S>): Promise<number>;
}

/** A check of `npm run verify`: returns the violations found, each one readable line. */
export interface InvariantCheck<S = unknown> {
  /** Invariant of docs/invariants.md, e.g. `I2`. */
  id: string;
  title: string;
  /** Reads in ranges; `progress` is told how far it is. */
  run(ctx: Ctx<S>, progress?: (text: string) => void): Promise<string[]>;
}

/** A command on data (import, export, rebuild …) that a running shop executes for the operator. */
export interface Command<S = unknown> {
  name: string;
  /**
   * Yields progress lines; the last one is the result. Throws CommandError for a failed command.
   */
  run(ctx: Ctx<S>, args: Record<string, unknown>): AsyncGenerator<Record<string, unknown>>;
}

/** The whole wiring of a subgraph; `subgraph.ts` of each one holds nothing else. */
export interface SubgraphDefinition<S = unknown> {
  /** As rover.yaml lists it: small letters. */
  name: string;
  schema: SchemaParts;
  /** MikroORM entities; empty for a subgraph without a database of its own. */
  entities: EntityClass[];
  migrations: MigrationClass[];
  /**
   * zod fields that only this subgraph reads from the environment, checked at start; settingsOf
   * gives their values.
   */
  config?: z.ZodRawShape;
  /**
   * Common secrets and engines that it needs besides what every subgraph needs; its own are in
   * `config`.
   */
  needs?: readonly Need[];
  /** Builds the subgraph's own adapters once per process. */
  services?(runtime: Runtime, base: ServiceBase): Promise<S> | S;
  closeServices?(services: S): Promise<void>;
  consumers?: Consumer<S>[];
  jobs?: Job<S>[];
  /**
   * Extra HTTP routes (media files, webhooks, JWKS); guarded by the internal identity like
   * everything else.
   */
  routes?(app: FastifyInstance, contextOf: (request: FastifyRequest) => Ctx<S>): void;
  /** Reference data that must exist (roles …); runs at every start under an advisory lock. */
  ensure?(ctx: Ctx<S>): Promise<void>;
  invariants?: InvariantCheck<S>[];
  /**
   * State that others copy from its events; `verify` compares the copies with it, `reconcile` makes
   * them equal.
   */
  owned?: OwnedState<S>[];
  /** Copies that it keeps of others' state. */
  replicas?: Replica<S>[];
  /**
   * What it has written down about things that several subgraphs know, by the name of their owner,
   * e.g. one row per order; `find` goes by the owner's ids and may give several for one. `verify`
   * compares it with what the others have.
   */
  records?: Record<string, Pages<S, unknown>>;
  commands?: Command<S>[];
  /**
   * What `npm run doctor` looks at: the engines that only this subgraph uses. They run without it
   * being started.
   */
  inspections?: Inspection[];
  gauges?: GaugeOf<S>[];
  /**
   * Rejects when a part this subgraph needs to serve (its store) is away; shown by /ready. The
   * database is checked anyway.
   */
  ping?(services: S): Promise<void>;
}

/** What `services` may use besides the runtime. */
export interface ServiceBase {
  /** A context for work outside a request (service identity of this subgraph). */
  systemCtx(): Ctx;
}

/**
 * Types the definition; does nothing else, so importing a subgraph has no side effects beyond its
 * decorators.
 */
export function defineSubgraph<S = unknown>(
  definition: SubgraphDefinition<S>,
): SubgraphDefinition<S> {
  return definition;
}
