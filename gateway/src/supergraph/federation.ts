import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import { createApolloGateway } from '@emporium/federation-executor/create-apollo-gateway';
import { createExecutorGateway } from '@emporium/federation-executor/create-executor-gateway';
import { costRules, type CostRules } from '@emporium/federation-executor/supergraph/cost-rules';
import { stripSecurity } from '@emporium/federation-executor/supergraph/strip-security';
import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { compilePolicy } from '../access/compile-policy.js';
import type { AccessPolicy } from '../access/access-policy.js';
import { createDocumentCache, type DocumentCache } from '../document/document-cache.js';
import type { DocumentChecks } from '../document/prepare-document.js';
import type { GatewayLimits } from '../gateway-config.js';
import { nodeTypes, type NodeTypes } from '../node/node-types.js';
import type { OperationContext } from '../subgraph/operation-context.js';
import { checkScalars } from './check-scalars.js';

/** Everything that belongs to one supergraph; a reload replaces it as a whole. */
export interface SupergraphSnapshot {
  schema: GraphQLSchema;
  checks: DocumentChecks;
  documents: DocumentCache;
  /** What can be found by its global id. */
  nodes: NodeTypes;
}

/** The composed graph in force. */
export interface Federation {
  current(): SupergraphSnapshot;
  /** Takes another supergraph; throws, and keeps the one in force, when it cannot be used. */
  reload(sdl: string): void;
  /** For Apollo Server: `wrap` is put around the executor. */
  gatewayInterface(wrap: (inner: GatewayExecutor) => GatewayExecutor): GatewayInterface;
}

export interface FederationOptions {
  sdl: string;
  limits: GatewayLimits;
  hideSchema: boolean;
  /** `own`: the executor of this project; `apollo`: that of @apollo/gateway. */
  executor: 'own' | 'apollo';
  subgraph(name: string): CallSubgraph<OperationContext>;
  /** Told of each plan that the own executor made, in seconds. */
  onPlan?(seconds: number): void;
  log: Logger;
}

interface Compiled {
  stripped: string;
  policy: AccessPolicy;
  costs: CostRules;
  nodes: NodeTypes;
}

/**
 * Prepares the first supergraph; throws when it is not usable. It is served after Apollo Server has
 * loaded the gateway interface.
 */
export function createFederation({
  sdl,
  limits,
  hideSchema,
  executor,
  subgraph,
  onPlan,
  log,
}: FederationOptions): Federation {
  let compiled = compile(parse(sdl, { noLocation: true }));
  let snapshot: SupergraphSnapshot | undefined;

  const options = { sdl: () => compiled.stripped, subgraph };
  const gateway =
    executor === 'apollo'
      ? createApolloGateway({ ...options, log })
      : createExecutorGateway({
          ...options,
          costs: () => compiled.costs,
          ...(onPlan ? { onPlan } : {}),
          onCost: (context, cost) => (context.cost.actual = cost),
        });
  // Registered before Apollo Server's listener: policy and schema change in the same tick.
  gateway.onSchemaLoadOrUpdate?.(({ apiSchema }) => {
    checkScalars(apiSchema);
    const checks = {
      schema: apiSchema,
      policy: compiled.policy,
      costs: compiled.costs,
      limits,
      hideSchema,
    };
    snapshot = {
      schema: apiSchema,
      checks,
      documents: createDocumentCache(checks),
      nodes: compiled.nodes,
    };
  });

  return {
    current() {
      if (!snapshot) throw new Error('the supergraph is not loaded yet');
      return snapshot;
    },
    reload(next) {
      const before = compiled;
      compiled = compile(parse(next, { noLocation: true }));
      try {
        gateway.update(compiled.stripped);
      } catch (error) {
        compiled = before;
        throw error;
      }
    },
    gatewayInterface: (wrap) => ({
      ...gateway,
      async load(given) {
        const loaded = await gateway.load(given);
        return { ...loaded, executor: wrap(loaded.executor!) };
      },
    }),
  };
}

function compile(supergraph: DocumentNode): Compiled {
  return {
    policy: compilePolicy(supergraph),
    costs: costRules(supergraph),
    nodes: nodeTypes(supergraph),
    stripped: stripSecurity(supergraph),
  };
}
