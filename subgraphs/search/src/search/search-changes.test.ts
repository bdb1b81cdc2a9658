import {
  CategoryUpdated,
  ProductDeleted,
  ProductUpdated,
  StockChanged,
} from '@emporium/catalog-events';
import { OrderPaid } from '@emporium/orders-events';
import { admin, anonymous, customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { category, ids, type Jackets, product, startJackets } from './jackets.fixture.js';

let t: Jackets['t'];
let find: Jackets['find'];
beforeAll(async () => {
  ({ t, find } = await startJackets());
});
afterAll(() => t.close());

test('a change is found as soon as its event was handled; inactive and deleted products are gone', async () => {
  await t.deliver(ProductUpdated, {
    key: 'prod_3',
    version: 2,
    data: product(3, { name: 'Velvet Coat', version: 2 }),
  });
  expect(ids(await find(`query: "velvet"`))).toEqual(['prod_3']);
  await t.deliver(StockChanged, {
    key: 'var_3_S',
    version: 2,
    data: { variantId: 'var_3_S', productId: 'prod_3', available: 0, version: 2 },
  });
  expect((await find(`query: "velvet"`)).data.search.nodes[0].card.inStock).toBe(true);
  await t.deliver(StockChanged, {
    key: 'var_3_M',
    version: 2,
    data: { variantId: 'var_3_M', productId: 'prod_3', available: 0, version: 2 },
  });
  expect((await find(`query: "velvet"`)).data.search.nodes[0].card.inStock).toBe(false);
  await t.deliver(ProductUpdated, {
    key: 'prod_3',
    version: 3,
    data: product(3, { name: 'Velvet Coat', isActive: false, version: 3 }),
  });
  expect((await find(`query: "velvet"`)).data.search).toMatchObject({
    nodes: [],
    totalCount: 0,
    didYouMean: null,
  });
  await t.deliver(ProductDeleted, { key: 'prod_4', version: 2, data: product(4, { version: 2 }) });
  await t.deliver(ProductUpdated, { key: 'prod_4', version: 1, data: product(4) });
  expect(ids(await find(`query: "linen", sort: PRICE_ASC`))).toEqual([
    'prod_1',
    'prod_2',
    'prod_5',
  ]);
  await t.deliver(CategoryUpdated, { key: 'cat_j', version: 2, data: category('Outerwear', 2) });
  const suggested = await t.execute(
    `{ searchSuggest(prefix: "outer") { text highlighted category { id } product { id } } }`,
  );
  expect(suggested.data.searchSuggest[0]).toEqual({
    text: 'Outerwear',
    highlighted: 'Outerwear',
    category: { id: 'cat_j' },
    product: null,
  });
});

test('paid orders count once for the best sellers', async () => {
  const paid = {
    orderId: 'ord_1',
    number: 'E-1',
    userId: null,
    version: 2,
    cartIdHash: 'x',
    cartVersion: 1,
    lines: [{ variantId: 'var_2_S', quantity: 2 }],
    total: { minor: 1, currency: 'EUR' },
    currency: 'EUR',
  };
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: paid, id: 'evt_1' });
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: paid, id: 'evt_1' });
  await t.deliver(OrderPaid, {
    key: 'ord_2',
    version: 2,
    data: { ...paid, orderId: 'ord_2', lines: [{ variantId: 'var_5_S', quantity: 3 }] },
  });
  expect(ids(await find(`query: "", sort: BEST_SELLING`)).slice(0, 2)).toEqual([
    'prod_5',
    'prod_2',
  ]);
});

test('only staff may see health and change synonyms, and only from the version they know', async () => {
  const update = (groups: string, version: number) =>
    `mutation { searchSynonymsUpdate(groups: ${groups}, expectedVersion: ${version}) { synonyms { version } userErrors { ... on UserError { code path } } } }`;
  for (const as of [anonymous, customer()]) {
    expect((await t.execute(update('[]', 1), { as })).data.searchSynonymsUpdate).toBeNull();
    expect(
      (await t.execute(`{ searchIndexHealth { documents } searchSynonyms { version } }`, { as }))
        .data,
    ).toEqual({
      searchIndexHealth: null,
      searchSynonyms: null,
    });
  }
  expect(
    (await t.execute(update('[{ terms: ["one"] }]', 1), { as: admin })).data.searchSynonymsUpdate
      .userErrors,
  ).toEqual([{ code: 'INVALID_INPUT', path: ['groups', '0', 'terms'] }]);
  expect(
    (await t.execute(update('[]', 9), { as: admin })).data.searchSynonymsUpdate.userErrors,
  ).toEqual([{ code: 'VERSION_CONFLICT', path: ['expectedVersion'] }]);
  await find(`query: "blazer"`);
  expect(
    (await t.execute(update('[{ terms: ["blazer", "linen jacket"] }]', 1), { as: admin })).data
      .searchSynonymsUpdate.synonyms.version,
  ).toBe(2);
  expect(ids(await find(`query: "blazer"`))).toContain('prod_1');
  expect(
    (await t.execute(`{ searchIndexHealth { documents lagEvents divergent } }`, { as: admin })).data
      .searchIndexHealth,
  ).toEqual({
    documents: 3,
    lagEvents: 0,
    divergent: 0,
  });
});
