import { afterAll, beforeAll, expect, test } from 'vitest';
import { admin, anonymous } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { catalog } from './subgraph.js';

let t: TestSubgraph<unknown>;
beforeAll(async () => {
  t = await startTestSubgraph(catalog, { calls: { orders: () => ({ _order: null }) } });
});
afterAll(() => t.close());

test('smoke', async () => {
  const r = await t.execute(`mutation { 
    c: categoryCreate(input: {name: "Shirts"}) { category { id slug isLeaf } userErrors { ... on UserError { code message path } } }
    productCreate(input: {sku: "S1", name: "Shirt", variants: [{sku: "S1-S", price: {minor: 1000, currency: "EUR"}, options: [{name: "Size", value: "Small"}], initialStock: 5}]}) {
    product { id slug version createdAt priceRange { min { decimal } } variants { totalCount nodes { id name stock { onHand movements(first: 5) { nodes { type change } } } availability { maxOrderable } } } }
    userErrors { ... on UserError { code message path } } } }`, { as: admin });
  console.log(JSON.stringify(r, null, 1));
  const l = await t.execute(`{ products(first: 5) { totalCount edges { cursor node { name updatedAt variantBySelectedOptions(options: [{name:"Size", value:"Small"}]) { sku } } } pageInfo { endCursor hasNextPage } } }`, { as: anonymous });
  console.log(JSON.stringify(l, null, 1));
  console.log(JSON.stringify(await t.published(), null, 1));
  expect(r.errors).toBeUndefined();
});
