import { priceList } from '@emporium/pricing/testing/rule-builders';
import type { PricingRule } from '@emporium/pricing/rules';
import { PricingRuleChanged } from '@emporium/pricing-events';
import { anonymous, customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openCartShop } from './cart-shop.fixture.js';

type Shop = Awaited<ReturnType<typeof openCartShop>>;
let shop: Shop;
let version = 0;
const buyer = customer('usr_trade');
const tell = (rule: PricingRule) =>
  shop.t.deliver(PricingRuleChanged, {
    key: rule.id,
    version: ++version,
    data: { id: rule.id, kind: rule.kind, version, isDeleted: false, rule },
  });
const LIST = priceList(
  {},
  {
    id: 'plist_trade',
    customerGroupIds: ['trade'],
    prices: [
      { variantId: 'var_b', fromQuantity: 1, amount: 240 },
      { variantId: 'var_b', fromQuantity: 10, amount: 200 },
    ],
  },
);
beforeAll(async () => {
  shop = await openCartShop();
  await tell({ kind: 'GROUP_MEMBER', id: 'trade:usr_trade', groupId: 'trade', userId: buyer.sub! });
});
afterAll(() => shop.t.close());
beforeEach(async () => {
  shop.catalog.reset();
  await tell(LIST);
});

const QUERY = `query ($id: ID) { cart(id: $id) { id lines { id quantity unitPrice { minor } compareAtPrice { minor } lineTotal { minor } }
  cost { total { minor } } problems { __typename } } }`;
const read = async (id: string | null, as: typeof anonymous) =>
  (await shop.t.execute(QUERY, { variables: { id }, as })).data.cart;
const minor = (amount: number) => ({ minor: amount });

test('a buyer of the group pays the price of his quantity, with the price of everybody to strike through', async () => {
  await shop.add(null, [{ variantId: 'var_b', quantity: 9 }], buyer);
  const below = await read(null, buyer);
  expect(below).toMatchObject({
    lines: [{ unitPrice: minor(240), compareAtPrice: minor(250), lineTotal: minor(2_160) }],
    cost: { total: minor(2_160) },
    problems: [],
  });
  await shop.add(null, [{ variantId: 'var_b', quantity: 1 }], buyer);
  expect(await read(null, buyer)).toMatchObject({
    lines: [{ unitPrice: minor(200), compareAtPrice: minor(250), lineTotal: minor(2_000) }],
    cost: { total: minor(2_000) },
  });
  await shop.run('cartClear', buyer);
});

test('a guest pays the price of everybody, and that of the group once the cart is his', async () => {
  const { cart } = await shop.add(null, [{ variantId: 'var_b', quantity: 10 }]);
  expect(await read(cart.id, anonymous)).toMatchObject({
    lines: [{ unitPrice: minor(250), compareAtPrice: null }],
    cost: { total: minor(2_500) },
  });
  await shop.run(`cartMerge(guestCartId: "${cart.id}")`, buyer);
  expect(await read(null, buyer)).toMatchObject({ cost: { total: minor(2_000) } });
  await shop.run('cartClear', buyer);
});

test('a list counts from its start to just before its end, and not while it is switched off', async () => {
  await shop.add(null, [{ variantId: 'var_b', quantity: 10 }], buyer);
  const total = async () => (await read(null, buyer)).cost.total.minor;
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const ago = new Date(Date.now() - 3_600_000).toISOString();
  for (const [change, expected] of [
    [{}, 2_000],
    [{ validFrom: soon }, 2_500],
    [{ validFrom: ago, validTo: soon }, 2_000],
    [{ validTo: ago }, 2_500],
    [{ isActive: false }, 2_500],
  ] as const) {
    await tell({ ...LIST, ...change });
    expect([change, await total()]).toEqual([change, expected]);
  }
  await shop.run('cartClear', buyer);
});
