import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from './client.js';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const ERRORS = 'userErrors { ... on UserError { code message path } }';
const GROUP = `mutation ($name: String!) { customerGroupCreate(input: { name: $name }) { customerGroup { id } ${ERRORS} } }`;
const MEMBERS = `mutation ($group: ID!, $users: [ID!]!) { customerGroupMembersAdd(groupId: $group, userIds: $users) { ${ERRORS} } }`;
const LIST = `mutation ($input: PriceListCreateInput!) { priceListCreate(input: $input) { priceList { id version } ${ERRORS} } }`;
const PRICES = `mutation ($input: PriceListPricesSetInput!) { priceListPricesSet(input: $input) { priceList { id version } ${ERRORS} } }`;
const DELETE = `mutation ($id: ID!) { priceListDelete(id: $id) { deletedId ${ERRORS} } }`;
const VARIANT = `query ($id: ID!) { node(id: $id) { ... on ProductVariant { price { minor } buyerPrice { tiers { fromQuantity unitPrice { minor } } compareAtPrice { minor } } } } }`;
const CART = `query { cart { lines { id quantity unitPrice { minor } compareAtPrice { minor } } cost { total { minor currency } } } }`;

// The rules reach carts and catalog by events, so a deployment with rules of its own is left alone.
describe.skipIf(deploymentUrl() !== undefined)('a business customer with a price list', () => {
  let shop: ShopUnderTest;
  let admin: Client;
  beforeAll(async () => {
    shop = await shopUnderTest();
    admin = await shop.admin();
  }, 240_000);
  afterAll(() => shop?.close());

  test('sees and pays the price of the group by quantity, and the order keeps it', async () => {
    const { variantId } = await prize(shop, 20);
    const business = shop.client();
    const { userRegister } = await business.get(q.REGISTER, {
      email: `${q.unique('trade')}@example.com`,
      password: 'a-long-password',
    });
    business.token = userRegister.accessToken;

    const { customerGroupCreate } = await admin.get(GROUP, { name: 'Trade' });
    const group = customerGroupCreate.customerGroup.id;
    await admin.get(MEMBERS, { group, users: [userRegister.user.id] });
    const list = { name: 'Trade', currency: 'EUR', customerGroupIds: [group] };
    const { priceListCreate } = await admin.get(LIST, { input: list });
    expect(priceListCreate.userErrors).toEqual([]);
    const { id, version } = priceListCreate.priceList;
    const price = (minor: number, fromQuantity: number) => ({
      variantId,
      fromQuantity,
      amount: { minor, currency: 'EUR' },
    });
    const prices = [price(1_100, 1), price(900, 10)];
    const { priceListPricesSet } = await admin.get(PRICES, {
      input: { id, expectedVersion: version, prices },
    });
    expect(priceListPricesSet.userErrors).toEqual([]);
    await caughtUp(shop.shop!);

    // One unit costs 12.34 for everybody.
    const tier = (fromQuantity: number, minor: number) => ({ fromQuantity, unitPrice: { minor } });
    expect((await business.get(VARIANT, { id: variantId })).node).toEqual({
      price: { minor: 1_234 },
      buyerPrice: { tiers: [tier(1, 1_100), tier(10, 900)], compareAtPrice: { minor: 1_234 } },
    });
    expect((await shop.client().get(VARIANT, { id: variantId })).node.buyerPrice).toEqual({
      tiers: [tier(1, 1_234)],
      compareAtPrice: null,
    });

    const lines = (quantity: number) => [{ variantId, quantity }];
    await business.get(q.CART_ADD, { lines: lines(9) });
    expect((await business.get(CART)).cart.lines).toMatchObject([
      { quantity: 9, unitPrice: { minor: 1_100 }, compareAtPrice: { minor: 1_234 } },
    ]);
    const { cartLinesAdd } = await business.get(q.CART_ADD, { lines: lines(1) });
    expect(cartLinesAdd.cart.cost.total).toEqual({ minor: 9_000, currency: 'EUR' });

    const input = {
      shippingAddress: q.ADDRESS,
      shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
      expectedTotal: cartLinesAdd.cart.cost.total,
    };
    const { orderPlace } = await business.get(q.ORDER_PLACE, { input, key: q.unique('trade') });
    expect(orderPlace).toMatchObject({ order: { total: { minor: 9_000 } }, userErrors: [] });
    expect((await admin.get(DELETE, { id })).priceListDelete.userErrors).toEqual([]);
    await caughtUp(shop.shop!);
    const pay = { id: orderPlace.order.id, method: 'tok_ok', key: q.unique('pay') };
    const { paymentCreate } = await business.get(q.PAY, pay);
    expect(paymentCreate).toMatchObject({ payment: { amount: { minor: 9_000 } }, userErrors: [] });
    const read = async () => (await business.get(q.ORDER, { id: orderPlace.order.id })).order;
    await eventually(async () => expect((await read()).status).toBe('PAID'));
    expect((await read()).lines).toMatchObject([{ quantity: 10, unitPrice: { minor: 900 } }]);
    expect((await business.get(VARIANT, { id: variantId })).node.buyerPrice.tiers).toEqual([
      tier(1, 1_234),
    ]);
    expect(await violations()).toEqual([]);
  });

  const violations = async (): Promise<string[]> => {
    await caughtUp(shop.shop!);
    const found: string[] = [];
    for (const subgraph of shop.shop!.subgraphs)
      for (const check of subgraph.definition.invariants ?? [])
        found.push(...(await check.run(subgraph.systemCtx() as never)));
    for (const check of crossChecks)
      await check.run(shop.shop!, {
        found: (id, text) => void found.push(`${id} ${text}`),
        progress: () => undefined,
      });
    return found;
  };
});
