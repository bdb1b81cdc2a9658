import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { Conditions } from '../response/conditions.js';
import { entityFetch } from './entity-fetch.js';
import { rootFetch } from './root-fetch.js';
import type { FlatPath } from './response-paths.js';
import type { Step } from './execution-context.js';
import type { MatchesType } from './type-conditions.js';

const nothing: Step = async () => {};

/**
 * Compiles a plan for requests with these conditions. Throws for what only subscriptions and @defer
 * use.
 */
export function compilePlan(
  plan: QueryPlan,
  conditions: Conditions,
  matchesType: MatchesType,
): Step {
  if (!plan.node) return nothing;
  if (plan.node.kind === 'Subscription') throw new Error('subscriptions are not planned');
  const seen = new Map<string, number>();
  forEachFetch(plan.node, conditions, (fetch) => {
    if (fetch.requires) seen.set(batchKey(fetch), (seen.get(batchKey(fetch)) ?? 0) + 1);
  });

  const compile = (node: PlanNode | undefined, path: FlatPath): Step => {
    switch (node?.kind) {
      case undefined:
        return nothing;
      case 'Sequence':
        return inSeries(node.nodes.map((child) => compile(child, path)));
      case 'Parallel':
        return atOnce(node.nodes.map((child) => compile(child, path)));
      case 'Flatten':
        return compile(node.node, [...path, ...node.path.map(String)]);
      case 'Condition':
        return compile(conditions[node.condition] ? node.ifClause : node.elseClause, path);
      case 'Fetch': {
        if (!node.requires) return rootFetch(node, path, matchesType);
        const key = batchKey(node);
        return entityFetch(
          node,
          path,
          conditions,
          matchesType,
          (seen.get(key) ?? 0) > 1 ? key : undefined,
        );
      }
      default:
        throw new Error(`plans have no ${node?.kind}`);
    }
  };
  return compile(plan.node, []);
}

function inSeries(steps: readonly Step[]): Step {
  return async (context) => {
    for (const step of steps) await step(context);
  };
}

function atOnce(steps: readonly Step[]): Step {
  return async (context) => {
    await Promise.all(steps.map((step) => step(context)));
  };
}

/** Equal for fetches that differ only in their place and their generated name. */
function batchKey({
  serviceName,
  operation,
  operationName,
  requires,
  inputRewrites,
  outputRewrites,
}: FetchNode): string {
  const nameless = operationName ? operation.replace(operationName, '') : operation;
  // Representations that mean different things must not meet.
  return JSON.stringify([serviceName, nameless, requires && inputRewrites, outputRewrites]);
}

function forEachFetch(
  node: PlanNode | undefined,
  conditions: Conditions,
  visit: (fetch: FetchNode) => void,
): void {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) forEachFetch(child, conditions, visit);
      return;
    case 'Flatten':
      return forEachFetch(node.node, conditions, visit);
    case 'Condition':
      return forEachFetch(
        conditions[node.condition] ? node.ifClause : node.elseClause,
        conditions,
        visit,
      );
    case 'Fetch':
      visit(node);
  }
}
