import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from './client.js';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const ERRORS = 'userErrors { ... on UserError { code message path } }';
const CURRENCY = `mutation ($input: ShopCurrencyCreateInput!) { shopCurrencyCreate(input: $input) { shopCurrency { id version } ${ERRORS} } }`;
const UPDATE = `mutation ($input: ShopCurrencyUpdateInput!) { shopCurrencyUpdate(input: $input) { shopCurrency { version } ${ERRORS} } }`;
const VARIANT = `query ($id: ID!) { node(id: $id) { ... on ProductVariant { price { minor currency } buyerPrice { tiers { unitPrice { minor currency } } } } } }`;
const READ = `query ($token: String!) { orderByToken(token: $token) { status total { minor currency } lines { unitPrice { minor currency } } payments { amount { minor currency } refunded { minor currency } } balanceDue { minor currency } } }`;

/** A client that asks for prices in a currency. */
class ClientIn extends Client {
  constructor(
    url: string,
    readonly currency: string,
  ) {
    super(url);
  }
  override credentials(): Record<string, string> {
    return { ...super.credentials(), 'x-currency': this.currency };
  }
}

describe.skipIf(deploymentUrl() !== undefined)('a purchase in another currency', () => {
  let shop: ShopUnderTest;
  beforeAll(async () => {
    shop = await shopUnderTest();
  }, 240_000);
  afterAll(() => shop?.close());

  test('is priced by the rate, paid and returned in it, and no later rate changes it', async () => {
    const { variantId } = await prize(shop, 10);
    const admin = await shop.admin();
    const input = { currency: 'CHF', rate: '0.95', roundTo: 5 };
    const { shopCurrencyCreate } = await admin.get(CURRENCY, { input });
    expect(shopCurrencyCreate.userErrors).toEqual([]);
    await caughtUp(shop.shop!);

    // 12.34 × 0.95 = 11.723, in steps of 0.05: 11.70.
    const swiss = new ClientIn(shop.url, 'CHF');
    expect((await swiss.get(`{ currencies }`)).currencies).toEqual(['EUR', 'CHF']);
    expect((await swiss.get(VARIANT, { id: variantId })).node).toEqual({
      price: { minor: 1_234, currency: 'EUR' },
      buyerPrice: { tiers: [{ unitPrice: { minor: 1_170, currency: 'CHF' } }] },
    });
    const { cartLinesAdd } = await swiss.get(q.CART_ADD, { lines: [{ variantId, quantity: 2 }] });
    expect(cartLinesAdd.cart.cost.total).toEqual({ minor: 2_340, currency: 'CHF' });
    const place = (minor: number, currency: string) =>
      swiss.get(q.ORDER_PLACE, {
        input: {
          cartId: cartLinesAdd.cart.id,
          guestEmail: `${q.unique('swiss')}@example.com`,
          shippingAddress: q.ADDRESS,
          shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
          expectedTotal: { minor, currency },
        },
        key: q.unique('swiss'),
      });
    expect((await place(2_340, 'EUR')).orderPlace.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'expectedTotal', 'currency'] },
    ]);
    const { orderPlace } = await place(2_340, 'CHF');
    expect(orderPlace.userErrors).toEqual([]);
    const { id, version } = shopCurrencyCreate.shopCurrency;
    await admin.get(UPDATE, { input: { id, expectedVersion: version, rate: '2' } });
    await caughtUp(shop.shop!);

    swiss.guestToken = orderPlace.guestToken;
    const pay = { id: orderPlace.order.id, method: 'tok_ok', key: q.unique('pay') };
    expect((await swiss.get(q.PAY, pay)).paymentCreate.userErrors).toEqual([]);
    const read = async () => (await swiss.get(READ, { token: orderPlace.guestToken })).orderByToken;
    await eventually(async () => expect((await read()).status).toBe('PAID'));
    const francs = (minor: number) => ({ minor, currency: 'CHF' });
    expect(await read()).toMatchObject({
      total: francs(2_340),
      lines: [{ unitPrice: francs(1_170) }],
      payments: [{ amount: francs(2_340), refunded: francs(0) }],
      balanceDue: francs(0),
    });
    await swiss.get(q.ORDER_CANCEL, { id: orderPlace.order.id, key: q.unique('cancel') });
    await eventually(async () =>
      expect((await read()).payments).toMatchObject([{ refunded: francs(2_340) }]),
    );
    expect(await violations()).toEqual([]);
  });

  test('a currency in which nothing is sold is refused with the ones that are', async () => {
    const { variantId } = await prize(shop, 1);
    const answer = await new ClientIn(shop.url, 'XXX').send(VARIANT, { id: variantId });
    expect(answer.errors?.[0]?.message).toContain('does not sell in XXX');
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
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
