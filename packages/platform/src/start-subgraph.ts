import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { servicePrincipal } from '@emporium/auth/principal';
import { startRelay, type Relay } from '@emporium/db/outbox/relay';
import { buildFederatedSchema } from '@emporium/graphql/federated-schema';
import { callerWaits } from './caller-waits.js';
import { startConsumers } from './consumers.js';
import { countEvents } from './count-events.js';
import type { SubgraphDefinition } from './define-subgraph.js';
import { directClient } from './direct-client.js';
import { startExecutor } from './graphql-executor.js';
import { subgraphApp } from './http/subgraph-app.js';
import { pruneJob, startJobs } from './jobs.js';
import { loggableError } from './loggable-error.js';
import { contextFactory, type ContextInput } from './make-context.js';
import type { RunningSubgraph } from './running-subgraph.js';
import type { Runtime } from './runtime.js';
import { healthOf } from './subgraph-health.js';
import type { SubgraphRequest } from './subgraph-client.js';
import type { Ctx } from './context.js';

/** Longer than nearly all transactions take from emit to commit; the relay polls anyway. */
const WAKE_WINDOW_MS = 5_000;

export interface StartOptions {
  now?(): Date;
  /** Off in tests that drive jobs themselves. */
  jobs?: boolean;
  /**
   * No relay, consumers or jobs: for a command beside running services, which do that work; a
   * member that comes and goes would only make their consumer groups rebalance.
   */
  passive?: boolean;
}

const resting = { stop: async () => undefined };
const restingRelay: Relay = {
  ...resting,
  state: () => ({ healthy: true, owner: false, lastRoundAt: Date.now() }),
  wake: () => undefined,
  drain: async () => undefined,
};

/**
 * Starts a subgraph on the runtime: schema, database, adapters, relay, consumers, jobs. It listens
 * nowhere; see serveSubgraph.
 */
export async function startSubgraph<S>(
  definition: SubgraphDefinition<S>,
  runtime: Runtime,
  options: StartOptions = {},
): Promise<RunningSubgraph<S>> {
  const { name } = definition;
  const log = runtime.log.child({ subgraph: name });
  const federated = buildFederatedSchema(definition.schema);
  const database = await runtime.openDatabase({
    name,
    entities: definition.entities,
    migrations: definition.migrations,
  });

  let wake: () => void = () => undefined;
  let context!: (input: ContextInput) => Ctx<S>;
  const systemCtx = (onBehalf?: Parameters<RunningSubgraph['systemCtx']>[0]) =>
    context({ principal: servicePrincipal(name, onBehalf) });
  const services = (await definition.services?.(runtime, { systemCtx })) as S;
  let lastEmitAt = 0;
  context = contextFactory<S>({
    name,
    runtime,
    database,
    services,
    log,
    now: options.now ?? (() => new Date()),
    onEmit: () => (lastEmitAt = Date.now()),
  });
  database.orm.em.getEventManager().registerSubscriber({
    // The relay looks at once when a commit may have brought an event; its poll is only the safety
    // net.
    afterTransactionCommit: async () => {
      // Which commit carries the event is not known here, so every commit shortly after an emit
      // wakes it: one cheap look too many at worst.
      if (Date.now() - lastEmitAt < WAKE_WINDOW_MS) wake();
    },
  });

  if (definition.ensure) await definition.ensure(systemCtx());
  const relay = options.passive
    ? restingRelay
    : startRelay(
        database,
        countEvents(runtime.bus, runtime.metrics, name),
        runtime.config.outboxShards,
        (error) => log.warn({ err: loggableError(error) }, 'outbox relay: will retry'),
      );
  wake = () => relay.wake();
  const jobs = startJobs(
    [...(definition.jobs ?? []), pruneJob()],
    systemCtx,
    log,
    !options.passive && (options.jobs ?? true),
  );
  const state = healthOf({
    definition,
    database,
    relay,
    bus: runtime.bus,
    services,
    jobs: jobs.state,
  });
  const consumers = options.passive
    ? resting
    : await startConsumers(definition, runtime, context, log, state.checkReady);
  const executor = await startExecutor(name, federated.schema);
  const app = await subgraphApp(definition, runtime, executor, context);

  const execute = (request: SubgraphRequest) => {
    const cookies: string[] = [];
    const deadlineAt =
      request.timeoutMs === undefined ? undefined : performance.now() + request.timeoutMs;
    const waits = callerWaits(deadlineAt, () => request.signal?.aborted === true);
    const ctx = context({
      ...request,
      callerWaits: waits,
      setCookie: (cookie) => cookies.push(cookie),
    });
    const operation = {
      query: request.query,
      ...(request.operationName ? { operationName: request.operationName } : {}),
      ...(request.variables ? { variables: request.variables } : {}),
    };
    return executor
      .execute(operation, ctx)
      .then((result) =>
        cookies.length
          ? { ...result, extensions: { ...result.extensions, setCookies: cookies } }
          : result,
      );
  };
  const running: RunningSubgraph<S> = {
    name,
    definition,
    sdl: federated.sdl,
    database,
    services,
    client: undefined as never,
    route: (req, res, identity) => {
      // The same guard as over the network, so that nothing works in one process that fails in
      // many.
      req.headers[IDENTITY_HEADER] = signIdentity(
        { issuer: 'gateway', ...identity },
        name,
        runtime.config.internalSecret,
      );
      app.routing(req, res);
    },
    execute,
    handleHttp: (req, res) => app.routing(req, res),
    context,
    systemCtx,
    runJob: (job) => jobs.run(job),
    drain: () => relay.drain(),
    jobs: () => jobs.state(),
    ...state,
    stop: async () => {
      await jobs.stop();
      await consumers.stop();
      await relay.stop();
      await app.close();
      await executor.stop();
      await definition.closeServices?.(services);
      await database.close();
    },
  };
  running.client = directClient(running);
  runtime.clients.set(name, running.client);
  return running;
}
