import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { compilePolicy } from '../access/compile-policy.js';
import type { AccessPolicy } from '../access/access-policy.js';
import { costRules, type CostRules } from '../document/cost-rules.js';
import { documentCache, type DocumentCache } from '../document/document-cache.js';
import type { DocumentChecks } from '../document/prepare-document.js';
import type { GatewayLimits } from '../gateway-config.js';
import { stripSecurity } from './strip-security.js';

const PLAN_CACHE_MIB = 50;
const MAX_EVALUATED_PLANS = 1_000;

/** Everything that belongs to one supergraph; a reload replaces it as a whole. */
export interface Generation {
  schema: GraphQLSchema;
  checks: DocumentChecks;
  documents: DocumentCache;
}

/** The composed graph in force. */
export interface Federation {
  current(): Generation;
  /** Takes another supergraph; throws, and keeps the one in force, when it cannot be used. */
  reload(sdl: string): void;
  /** For Apollo Server: `wrap` is put around the executor of @apollo/gateway. */
  gatewayInterface(wrap: (stock: GatewayExecutor) => GatewayExecutor): GatewayInterface;
}

export interface FederationOptions {
  sdl: string;
  limits: GatewayLimits;
  hideSchema: boolean;
  dataSource(subgraph: string): GraphQLDataSource;
  log: Logger;
}

interface Compiled {
  stripped: string;
  policy: AccessPolicy;
  costs: CostRules;
}

/** Prepares the first supergraph; throws when it is not usable. It is served after Apollo Server has loaded the gateway interface. */
export function federation({ sdl, limits, hideSchema, dataSource, log }: FederationOptions): Federation {
  let compiled = compile(parse(sdl, { noLocation: true }));
  let generation: Generation | undefined;
  let update: ((stripped: string) => void) | undefined;

  const apollo = new ApolloGateway({
    supergraphSdl: async (hook) => {
      update = hook.update;
      return { supergraphSdl: compiled.stripped };
    },
    buildService: ({ name }) => dataSource(name),
    logger: quiet(log),
    experimental_approximateQueryPlanStoreMiB: PLAN_CACHE_MIB,
    queryPlannerConfig: { debug: { maxEvaluatedPlans: MAX_EVALUATED_PLANS } },
  });
  // Registered before Apollo Server's listener: policy and schema change in the same tick.
  apollo.onSchemaLoadOrUpdate(({ apiSchema }) => {
    const checks = { schema: apiSchema, policy: compiled.policy, costs: compiled.costs, limits, hideSchema };
    generation = { schema: apiSchema, checks, documents: documentCache(checks) };
  });

  return {
    current() {
      if (!generation) throw new Error('the supergraph is not loaded yet');
      return generation;
    },
    reload(next) {
      const before = compiled;
      compiled = compile(parse(next, { noLocation: true }));
      try {
        update?.(compiled.stripped);
      } catch (error) {
        compiled = before;
        throw error;
      }
    },
    gatewayInterface: (wrap) => ({
      async load(options) {
        const loaded = await apollo.load(options);
        return { ...loaded, executor: wrap(loaded.executor as unknown as GatewayExecutor) };
      },
      onSchemaLoadOrUpdate: (listener) => apollo.onSchemaLoadOrUpdate(listener),
      stop: () => apollo.stop(),
    }),
  };
}

function compile(supergraph: DocumentNode): Compiled {
  return { policy: compilePolicy(supergraph), costs: costRules(supergraph), stripped: stripSecurity(supergraph) };
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
