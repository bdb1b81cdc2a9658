import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

/** Plans operations of one supergraph as the gateway does. */
export interface FetchCounter {
  /**
   * Subgraphs in the order in which the plan names their fetches. Throws when the operation is not
   * valid.
   */
  fetches(operation: string): string[];
}

/** Every Fetch node below a plan node, whatever wraps it (Sequence, Parallel, Flatten). */
function fetchNodes(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(fetchNodes);
  if (typeof node !== 'object' || node === null) return [];
  const {
    kind,
    serviceName,
    node: child,
    nodes,
  } = node as { kind?: string; serviceName?: string; node?: unknown; nodes?: unknown[] };
  return kind === 'Fetch' && serviceName
    ? [serviceName]
    : [...fetchNodes(child), ...fetchNodes(nodes)];
}

/**
 * Loads a supergraph for planning; its security links are ignored, because access does not change a
 * plan.
 */
export function fetchCounter(supergraphSdl: string): FetchCounter {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: null });
  const planner = new QueryPlanner(supergraph);
  return {
    fetches: (operation) =>
      fetchNodes(
        planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(operation)))
          .node,
      ),
  };
}
