// First, because it loads reflect-metadata, which the decorators of the others need.
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import type { PricingRule } from '@emporium/pricing/rules';
import { priceList } from '@emporium/pricing/testing/rule-builders';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { anonymous, customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';

let t: TestCatalog;
let variantId: string;
let productId: string;
beforeAll(async () => {
  t = await startCatalog();
  ({ variantId, productId } = await t.stocked(5));
  await tell(
    priceList(
      {},
      {
        id: 'plist_trade',
        customerGroupIds: ['trade'],
        prices: [
          { variantId, fromQuantity: 1, amount: 900 },
          { variantId, fromQuantity: 10, amount: 750 },
        ],
      },
    ),
  );
  await tell({
    kind: 'GROUP_MEMBER',
    id: `trade:${buyer.sub}`,
    groupId: 'trade',
    userId: buyer.sub!,
  });
});
afterAll(() => t.close());

const buyer = customer('usr_trade');
const tell = (rule: PricingRule) =>
  t.deliver(PricingRuleChanged, {
    key: rule.id,
    version: 1,
    data: { id: rule.id, kind: rule.kind, version: 1, isDeleted: false, rule },
  });
const PRICES = `price { minor } buyerPrice { tiers { fromQuantity unitPrice { minor currency } } compareAtPrice { minor } }`;
const pricesFor = async (as: typeof anonymous) =>
  (
    await t.ask(
      `query ($id: ID!) { product(id: $id) { variants(first: 5) { nodes { ${PRICES} } } } }`,
      { id: productId },
      as,
    )
  ).product.variants.nodes[0];
const EUR = (minor: number) => ({ minor, currency: 'EUR' });

test('a member of the group gets the prices of his list by quantity, beside the price of everybody', async () => {
  expect(await pricesFor(buyer)).toEqual({
    price: { minor: 1_000 },
    buyerPrice: {
      tiers: [
        { fromQuantity: 1, unitPrice: EUR(900) },
        { fromQuantity: 10, unitPrice: EUR(750) },
      ],
      compareAtPrice: { minor: 1_000 },
    },
  });
});

test('nobody else sees the prices of the list', async () => {
  const plain = { tiers: [{ fromQuantity: 1, unitPrice: EUR(1_000) }], compareAtPrice: null };
  expect((await pricesFor(anonymous)).buyerPrice).toEqual(plain);
  expect((await pricesFor(customer('usr_other'))).buyerPrice).toEqual(plain);
});

test('a list of 20 products costs what it did without the field, and one statement for all with it', async () => {
  await Promise.all(Array.from({ length: 19 }, () => t.stocked(1)));
  const list = (fields: string) =>
    t.countQueries(() =>
      t.ask(
        `{ products(first: 20) { nodes { id variants(first: 5) { nodes { ${fields} } } } } }`,
        {},
        anonymous,
      ),
    );
  const without = await list('price { minor }');
  const withField = await list(PRICES);
  expect(without.result.products.nodes).toHaveLength(20);
  expect(without.statements.join()).not.toContain('pricing_rule');
  expect(withField.statements.filter((sql) => sql.includes('pricing_rule_state'))).toHaveLength(1);
  expect(withField.statements).toHaveLength(without.statements.length + 1);
});
