import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { seedPricing } from '@emporium/shop/seed/seed-pricing';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const CODES = `mutation ($id: ID!, $codes: [String!]!) { cartDiscountCodesUpdate(cartId: $id, codes: $codes) { userErrors { __typename } } }`;
const METHODS = `query ($id: ID!, $to: CartDestinationInput) { shippingMethods(cartId: $id, destination: $to) { methodId name price { minor } total { minor } } }`;
const DELIVER = `mutation ($id: ID!, $to: CartDestinationInput, $method: ID) { cartDeliveryUpdate(cartId: $id, destination: $to, shippingMethodId: $method) { cart {
  cost { subtotal { minor } discount { minor } shippingEstimate { minor } tax { minor } total { minor currency } pricesIncludeTax }
  discountCodes { code applicable problem message } taxLines { rate base { minor } amount { minor } } problems { __typename } } userErrors { ... on UserError { message } } } }`;
const READ = `query ($token: String!) { orderByToken(token: $token) { id status subtotal { minor } discount { minor } shipping { minor } tax { minor } total { minor }
  discounts { code amount { minor } } shippingMethod { name price { minor } total { minor } } taxLines { rate base { minor } amount { minor } } lines { total { minor } } } }`;

// Prices of the demo shop's rules: WELCOME10 takes 10 % off, Standard costs 4.90, Germany pays 19 %.
describe.skipIf(deploymentUrl() !== undefined)('a purchase with code, shipping and tax', () => {
  let shop: ShopUnderTest;
  beforeAll(async () => {
    shop = await shopUnderTest();
    await seedPricing(shop.shop!, (await demoUsers(shop.shop!)).admin);
    await caughtUp(shop.shop!);
  }, 240_000);
  afterAll(() => shop?.close());

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

  test('costs what the cart said, is paid, keeps its prices, and verify finds nothing wrong', async () => {
    const { variantId } = await prize(shop, 10);
    const guest = shop.client();
    const { cartCreate } = await guest.get(q.CART_CREATE);
    const { id } = cartCreate.cart;
    await guest.get(q.CART_ADD, { cart: id, lines: [{ variantId, quantity: 2 }] });
    await guest.get(CODES, { id, codes: [' welcome-10 '] });
    const to = { country: 'DE', postalCode: q.ADDRESS.postalCode };
    const { shippingMethods } = await guest.get(METHODS, { id, to });
    const standard = shippingMethods.find((method: { name: string }) => method.name === 'Standard');
    const { cartDeliveryUpdate } = await guest.get(DELIVER, { id, to, method: standard.methodId });
    const { cost, discountCodes, taxLines, problems } = cartDeliveryUpdate.cart;
    expect(discountCodes).toMatchObject([{ code: 'WELCOME10', applicable: true }]);
    // 2 × 12.34 = 24.68, of which 10 % is 2.468: 22.21 or 22.22, and 4.90.
    expect(cost).toMatchObject({
      subtotal: { minor: 2_468 },
      discount: { minor: 247 },
      shippingEstimate: { minor: 490 },
      total: { minor: 2_711 },
      pricesIncludeTax: true,
    });
    expect(problems).toEqual([]);
    const email = `${q.unique('priced')}@example.com`;
    const input = {
      cartId: id,
      guestEmail: email,
      shippingAddress: q.ADDRESS,
      expectedTotal: cost.total,
    };
    const { orderPlace } = await guest.get(q.ORDER_PLACE, { input, key: q.unique('priced') });
    expect(orderPlace.userErrors).toEqual([]);
    guest.guestToken = orderPlace.guestToken;
    const pay = { id: orderPlace.order.id, method: 'tok_ok', key: q.unique('pay') };
    await guest.get(q.PAY, pay);
    const read = async () => (await guest.get(READ, { token: orderPlace.guestToken })).orderByToken;
    await eventually(async () => expect((await read()).status).toBe('PAID'));
    const order = await read();
    expect(order).toMatchObject({
      discount: { minor: 247 },
      shipping: { minor: 490 },
      tax: cost.tax,
      total: { minor: 2_711 },
      discounts: [{ code: 'WELCOME10', amount: { minor: 247 } }],
      shippingMethod: { name: 'Standard', total: { minor: 490 } },
      taxLines,
      lines: [{ total: { minor: 2_221 } }],
    });
    expect(await violations()).toEqual([]);
  });

  test('a code that one customer may use once is refused the second time, with its reason', async () => {
    const { variantId } = await prize(shop, 10);
    const email = `${q.unique('twice')}@example.com`;
    const buy = async () => {
      const guest = shop.client();
      const { cartCreate } = await guest.get(q.CART_CREATE);
      const { id } = cartCreate.cart;
      const { cartLinesAdd } = await guest.get(q.CART_ADD, {
        cart: id,
        lines: [{ variantId, quantity: 1 }],
      });
      await guest.get(CODES, { id, codes: ['WELCOME10'] });
      const method = q.freeDelivery(cartLinesAdd.cart);
      const to = { country: 'DE', postalCode: q.ADDRESS.postalCode };
      const { cartDeliveryUpdate } = await guest.get(DELIVER, { id, to, method });
      const input = {
        cartId: id,
        guestEmail: email,
        shippingAddress: q.ADDRESS,
        expectedTotal: cartDeliveryUpdate.cart.cost.total,
      };
      return (await guest.get(q.ORDER_PLACE, { input, key: q.unique('twice') })).orderPlace;
    };
    expect((await buy()).userErrors).toEqual([]);
    expect((await buy()).userErrors).toMatchObject([{ code: 'DISCOUNT_UNAVAILABLE' }]);
    expect(await violations()).toEqual([]);
  });
});
