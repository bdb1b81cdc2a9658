import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import type { DocumentNode } from 'graphql';
import type { CallSubgraph } from './call-subgraph.js';
import type { CostRules } from './supergraph/cost-rules.js';
import { planOperation, type PlannedOperation } from './compile-operation.js';
import { executeOperation } from './execute-operation.js';
import { loadSupergraph, type LoadedGraph } from './supergraph/load-supergraph.js';

/** For Apollo Server: operations are planned by Apollo's planner and executed here. */
export interface ExecutorGateway extends GatewayInterface {
  /** Takes another supergraph. Throws, and keeps the one in force, when it cannot be used. */
  update(sdl: string): void;
}

/** `C` is the context of an operation, as Apollo Server hands it through. */
export interface ExecutorGatewayOptions<C> {
  /** Composed supergraph without security directives. */
  sdl(): string;
  /** Gives the way to each subgraph. Throws when there is none. */
  subgraph(name: string): CallSubgraph<C>;
  /** Weights of the fields of the supergraph in force; without them nothing is counted. */
  costs?(): CostRules;
  /** Told of each plan that was made, in seconds. */
  onPlan?(seconds: number): void;
  /** Told the cost of each answer. */
  onCost?(context: C, cost: number): void;
}

type SchemaListener = Parameters<NonNullable<GatewayInterface['onSchemaLoadOrUpdate']>>[0];

interface InForce<C> {
  sdl: string;
  graph: LoadedGraph;
  calls: ReadonlyMap<string, CallSubgraph<C>>;
  /**
   * By document and name of the operation: whoever keeps the document keeps its plans, and nobody
   * else does.
   */
  operations: WeakMap<DocumentNode, Map<string | undefined, PlannedOperation>>;
  costs: CostRules | undefined;
}

/** Creates the gateway; the supergraph is read when Apollo Server loads it. */
export function createExecutorGateway<C>({
  sdl,
  subgraph,
  costs,
  onPlan,
  onCost,
}: ExecutorGatewayOptions<C>): ExecutorGateway {
  const listeners = new Set<SchemaListener>();
  let inForce: InForce<C> | undefined;

  const take = (next: string): void => {
    if (inForce?.sdl === next) return;
    const graph = loadSupergraph(next);
    const calls = new Map(graph.subgraphs.map((name) => [name, subgraph(name)]));
    inForce = { sdl: next, graph, calls, operations: new WeakMap(), costs: costs?.() };
    for (const listener of listeners)
      listener({ apiSchema: graph.schema, coreSupergraphSdl: next });
  };
  const plan = (
    { graph, operations, costs: rules }: InForce<C>,
    document: DocumentNode,
    name: string | undefined,
  ): PlannedOperation => {
    const known = operations.get(document)?.get(name);
    if (known) return known;
    const started = performance.now();
    const made = planOperation(graph, document, name, rules);
    onPlan?.((performance.now() - started) / 1_000);
    operations.set(document, (operations.get(document) ?? new Map()).set(name, made));
    return made;
  };
  const executor: GatewayExecutor = async ({
    document,
    request,
    operationName,
    context: given,
  }) => {
    const context = given as C;
    if (!inForce) throw new Error('the supergraph is not loaded yet');
    const { calls } = inForce;
    const planned = plan(inForce, document, operationName ?? request.operationName ?? undefined);
    const variables = request.variables ?? {};
    const { cost, ...result } = await executeOperation(
      planned.with(variables),
      variables,
      (fetch) => calls.get(fetch.subgraph)!(fetch, context),
    );
    onCost?.(context, cost);
    return result as unknown as Awaited<ReturnType<GatewayExecutor>>;
  };
  return {
    update: take,
    async load() {
      take(sdl());
      return { executor };
    },
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {},
  };
}
