import type { ApolloGateway } from '@apollo/gateway';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from 'pino';
import type { CallSubgraph } from './call-subgraph.js';
import { apolloDataSource, type SeesMissingEntities } from './apollo-data-source.js';

const PLAN_CACHE_MIB = 50;
const MAX_EVALUATED_PLANS = 1_000;

export interface ApolloGatewayOptions<C> {
  /** Composed supergraph without security directives. */
  sdl(): string;
  subgraph(name: string): CallSubgraph<C>;
  log: Logger;
}

type SchemaListener = Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0];

/**
 * @apollo/gateway with its own executor: `EXECUTOR=apollo`, and the measure of the project's own
 * one in tests.
 */
export function createApolloGateway<C extends SeesMissingEntities>({
  sdl,
  subgraph,
  log,
}: ApolloGatewayOptions<C>): GatewayInterface & { update(sdl: string): void } {
  const listeners: SchemaListener[] = [];
  let update: ((sdl: string) => void) | undefined;
  let apollo: ApolloGateway | undefined;
  return {
    update: (next) => update?.(next),
    async load(options) {
      // Only who asked for it pays for loading it.
      const module = await import('@apollo/gateway');
      apollo = new module.ApolloGateway({
        supergraphSdl: async (hook) => {
          update = hook.update;
          return { supergraphSdl: sdl() };
        },
        buildService: ({ name }) => apolloDataSource(name, subgraph(name)),
        logger: quiet(log),
        experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
        queryPlannerConfig: { debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS } },
      });
      for (const listener of listeners) apollo.onSchemaLoadOrUpdate(listener);
      const loaded = await apollo.load(options);
      return { ...loaded, executor: loaded.executor as unknown as GatewayExecutor };
    },
    onSchemaLoadOrUpdate(listener) {
      listeners.push(listener);
      return apollo?.onSchemaLoadOrUpdate(listener) ?? (() => {});
    },
    stop: async () => apollo?.stop(),
  };
}

/** Apollo's own messages are of interest for debugging only. */
function quiet(log: Logger) {
  return {
    debug: (message: string) => log.trace(message),
    info: (message: string) => log.debug(message),
    warn: (message: string) => log.warn(message),
    error: (message: string) => log.error(message),
  };
}
