import type { Principal } from '@emporium/auth/principal';
import { declaredTopics, type EventDefinition } from '@emporium/bus/define-event';
import { parseEnvelope } from '@emporium/bus/consume-events';
import type { Envelope } from '@emporium/bus/envelope';
import type { Subscription } from '@emporium/bus/event-bus';
import { newId } from '@emporium/db/new-id';
import type { Config } from '@emporium/platform/config/config';
import type { Ctx } from '@emporium/platform/context';
import type { SubgraphDefinition } from '@emporium/platform/define-subgraph';
import { checkOutbox, OUTBOX_INVARIANT } from '@emporium/platform/outbox-invariant';
import type { RunningSubgraph } from '@emporium/platform/running-subgraph';
import { openRuntime, type Runtime } from '@emporium/platform/runtime';
import { startSubgraph } from '@emporium/platform/start-subgraph';
import type { SubgraphRequest } from '@emporium/platform/subgraph-client';
import type { ExecutionResult } from 'graphql';
import { pino } from 'pino';
import { migratedDatabase } from './database-snapshot.js';
import { eventually } from './eventually.js';
import { anonymous } from './principals.js';
import { countQueries } from './query-counter.js';
import { testConfig } from './test-config.js';

// oxlint-disable-next-line typescript/no-explicit-any
type AnyDefinition = SubgraphDefinition<any>;

export interface TestSubgraphOptions {
  /** Other subgraphs to start beside it, reached by real internal calls. */
  others?: AnyDefinition[];
  /**
   * Stand-ins for subgraphs that are not started: answer an internal call with `data`, or throw.
   */
  calls?: Partial<
    Record<
      string,
      (request: SubgraphRequest) => Promise<Record<string, unknown>> | Record<string, unknown>
    >
  >;
  env?: Record<string, string>;
  now?(): Date;
  /** Let jobs run on their timers; default off, drive them with runJob. */
  jobs?: boolean;
}

export interface ExecuteOptions {
  variables?: Record<string, unknown>;
  as?: Principal;
  headers?: Record<string, string>;
  /** How long the caller waits; milliseconds. */
  timeoutMs?: number;
}

/** What a test reads of an answer, without a type per query. */
export interface ExecuteResult {
  // oxlint-disable-next-line typescript/no-explicit-any
  data?: any;
  errors?: ExecutionResult['errors'];
  // oxlint-disable-next-line typescript/no-explicit-any
  extensions?: any;
}

/** A subgraph at work on an embedded database in memory and the real embedded bus. */
export interface TestSubgraph<S> {
  running: RunningSubgraph<S>;
  runtime: Runtime;
  config: Config;
  /** Executes an operation as the gateway would. The result is plain JSON. */
  execute(query: string, options?: ExecuteOptions): Promise<ExecuteResult>;
  ctx(principal?: Principal): Ctx<S>;
  /**
   * Publishes an event as its owner would and waits until every group here has handled it. Returns
   * the envelope.
   */
  deliver<T>(
    event: EventDefinition<T>,
    message: { key: string; version: number; data: T; id?: string },
  ): Promise<Envelope<T>>;
  /** Publishes raw bytes, e.g. poison, and waits until they were dealt with. */
  deliverRaw(topic: string, key: string, value: string): Promise<void>;
  /** All events published so far, after emptying the outboxes. */
  published(): Promise<Envelope[]>;
  /** Waits until outboxes are empty and all consumers have caught up. */
  settle(): Promise<void>;
  runJob(name: string): Promise<void>;
  countQueries<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }>;
  /** Violations found by the subgraph's invariant checks. */
  verify(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a subgraph for tests. Close it in afterAll. */
export async function startTestSubgraph<S>(
  definition: SubgraphDefinition<S>,
  options: TestSubgraphOptions = {},
): Promise<TestSubgraph<S>> {
  const { config, remove } = testConfig(options.env);
  const definitions: AnyDefinition[] = [definition, ...(options.others ?? [])];
  const embedded = await migratedDatabase(definitions);
  const runtime = await openRuntime(config, pino({ level: config.logLevel }), embedded);
  for (const [name, answer] of Object.entries(options.calls ?? {})) {
    runtime.clients.set(name, {
      name,
      execute: async (request) => ({ data: await answer!(request) }),
      health: async () => ({ status: 'ok' }),
    });
  }
  const log: Envelope[] = [];
  const recorder: Subscription = await runtime.bus.subscribe({
    group: 'test-recorder',
    topics: declaredTopics(),
    handle: async (message) => {
      try {
        log.push(parseEnvelope(message));
      } catch {
        // Poison is the business of the group under test.
      }
    },
  });
  const start = { jobs: options.jobs ?? false, ...(options.now ? { now: options.now } : {}) };
  const others: RunningSubgraph[] = [];
  for (const other of options.others ?? [])
    others.push((await startSubgraph(other, runtime, start)) as RunningSubgraph);
  const running = await startSubgraph(definition, runtime, start);
  const all = [running as RunningSubgraph, ...others];

  const settle = async () => {
    for (let round = 0; round < 3; round++) {
      await Promise.all(all.map((subgraph) => subgraph.drain()));
      await eventually(async () => (await runtime.bus.groups()).every((group) => group.lag === 0));
    }
  };
  const publish = async (topic: string, key: string, value: string) => {
    await runtime.bus.publish([{ topic, key, value, headers: {} }]);
    await settle();
  };
  return {
    running,
    runtime,
    config,
    execute: async (query, { variables, as = anonymous, headers, timeoutMs } = {}) => {
      const result = await running.client.execute({
        query,
        principal: as,
        issuer: 'gateway',
        requestId: 'test',
        ...(variables ? { variables } : {}),
        ...(headers ? { headers } : {}),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      });
      return JSON.parse(JSON.stringify(result)) as ExecutionResult;
    },
    ctx: (principal = anonymous) => running.context({ principal }),
    deliver: async (event, { key, version, data, id }) => {
      const envelope = {
        specversion: '1.0' as const,
        id: id ?? newId('evt'),
        type: event.type,
        source: '/emporium/test',
        subject: key,
        time: new Date().toISOString(),
        aggregateversion: version,
        schemaversion: event.schemaVersion,
        data,
      };
      await publish(event.topic, key, JSON.stringify(envelope));
      return envelope;
    },
    deliverRaw: publish,
    published: async () => {
      await settle();
      return [...log];
    },
    settle,
    runJob: (name) => running.runJob(name),
    countQueries: (work) =>
      countQueries(
        all.map((subgraph) => subgraph.database),
        work,
      ),
    verify: async () => {
      const found = (await checkOutbox(running.database)).map(
        (line) => `${OUTBOX_INVARIANT.id}: ${line}`,
      );
      for (const check of definition.invariants ?? [])
        found.push(...(await check.run(running.systemCtx())).map((line) => `${check.id}: ${line}`));
      return found;
    },
    close: async () => {
      await recorder.stop();
      for (const subgraph of all) await subgraph.stop();
      await runtime.close();
      remove();
    },
  };
}
