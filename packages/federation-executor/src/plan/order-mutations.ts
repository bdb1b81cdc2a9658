import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, type SelectionNode } from 'graphql';

/**
 * The plan with the mutations of each fetch in the given order of response names: the planner sorts
 * those that go to one subgraph together by the ways there are to answer them.
 */
export function orderMutations(plan: QueryPlan, names: readonly string[]): QueryPlan {
  const order = new Map(names.map((name, index) => [name, index]));
  const placeOf = (node: SelectionNode): number => {
    if (node.kind === Kind.FIELD) return order.get((node.alias ?? node.name).value) ?? names.length;
    if (node.kind === Kind.FRAGMENT_SPREAD) return names.length;
    return Math.min(...node.selectionSet.selections.map(placeOf));
  };
  const ordered = (node: PlanNode): PlanNode => {
    if (node.kind === 'Sequence') return { ...node, nodes: node.nodes.map(ordered) };
    if (node.kind === 'Condition') {
      const { ifClause, elseClause } = node;
      return {
        ...node,
        ...(ifClause ? { ifClause: ordered(ifClause) } : {}),
        ...(elseClause ? { elseClause: ordered(elseClause) } : {}),
      };
    }
    if (node.kind !== 'Fetch' || node.operationKind !== 'mutation') return node;
    const document = parse(node.operation, { noLocation: true });
    const definitions = document.definitions.map((one) => {
      if (one.kind !== Kind.OPERATION_DEFINITION) return one;
      const selections = one.selectionSet.selections.toSorted((a, b) => placeOf(a) - placeOf(b));
      return { ...one, selectionSet: { ...one.selectionSet, selections } };
    });
    return { ...node, operation: stripIgnoredCharacters(print({ ...document, definitions })) };
  };
  return plan.node && plan.node.kind !== 'Subscription'
    ? { ...plan, node: ordered(plan.node) }
    : plan;
}
