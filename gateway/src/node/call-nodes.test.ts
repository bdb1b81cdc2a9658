import type { CallSubgraph } from '@emporium/federation-executor/call-subgraph';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { OperationContext } from '../subgraph/operation-context.js';
import { createCallNodes } from './call-nodes.js';
import { nodeTypes } from './node-types.js';

const SUPERGRAPH = `
  enum join__Graph { CATALOG @join__graph(name: "catalog", url: "") NODE @join__graph(name: "node", url: "") ORDERS @join__graph(name: "orders", url: "") }
  type Product @join__implements(graph: CATALOG, interface: "Node") @join__implements(graph: NODE, interface: "Node") @tag(name: "id-prod") { id: ID! }
  type Order @join__implements(graph: NODE, interface: "Node") @join__implements(graph: ORDERS, interface: "Node") @tag(name: "admin") @tag(name: "id-ord") { id: ID! }
  type Cart @join__implements(graph: ORDERS, interface: "Node") { id: ID! }`;

/** Has every id but those that end in `missing`. */
function owner(calls: string[], isAway: boolean): CallSubgraph<OperationContext> {
  return async ({ subgraph, variables }) => {
    const asked = variables['representations'] as { __typename: string; id: string }[];
    calls.push(`${subgraph} ${asked.map(({ id }) => id).join(' ')}`);
    if (isAway) return undefined;
    return { data: { _entities: asked.map((one) => (one.id.endsWith('missing') ? null : one)) } };
  };
}

test('an owner is asked once for all fields, and one that is away takes only its own objects', async () => {
  const calls: string[] = [];
  const call = createCallNodes((subgraph) => owner(calls, subgraph === 'orders'));
  const context = { snapshot: { nodes: nodeTypes(parse(SUPERGRAPH)) } } as OperationContext;
  const query = `{ a: node(id: "prod_1") { __typename id } b: node(id: "prod_missing") { id } c: node(id: "crt_1") { id }
      nodes(ids: ["prod_1", "ord_1"]) { __typename } }`;
  const fetch = { subgraph: 'node', query, variables: {}, isEntityFetch: false };
  const { data, errors } = (await call(fetch, context))!;
  expect(data).toEqual({
    a: { __typename: 'Product', id: 'prod_1' },
    b: null,
    c: null,
    nodes: [{ __typename: 'Product' }, null],
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['nodes', 1], 'SUBGRAPH_UNAVAILABLE'],
  ]);
  expect(calls.toSorted()).toEqual(['catalog prod_1 prod_missing', 'orders ord_1']);
});
