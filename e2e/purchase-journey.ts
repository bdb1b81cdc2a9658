import { join } from 'node:path';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { oceanBlueShirt, type Bought } from './ocean-blue-shirt.js';
import * as q from './purchase.js';
import { mailsTo } from './sent-mails.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const INVOICES = `query ($id: ID!) { order(id: $id) { number invoices { kind url total { minor currency } } } }`;

/**
 * From a misspelt search to a paid order, as a user and as a guest. `verify` runs `npm run verify`
 * beside a deployment and returns its lines; without it a shop in this process is verified
 * directly.
 */
export function describePurchase(
  name: string,
  env: Record<string, string> = {},
  verify?: () => Promise<string[]>,
): void {
  describe(`purchase, ${name}`, () => {
    let shop: ShopUnderTest;
    let bought: Bought;
    beforeAll(async () => {
      shop = await shopUnderTest(env);
      bought = await oceanBlueShirt(shop);
    });
    afterAll(() => shop?.close());

    const stockOf = async () => {
      const { product } = await (await shop.admin()).get(q.STOCK, { id: bought.productId });
      return product.variants.nodes.find(
        (variant: { id: string }) => variant.id === bought.variantId,
      ).stock;
    };
    /** Brings the available units to `wanted`. */
    const setAvailable = async (wanted: number) => {
      const { available } = await stockOf();
      if (available === wanted) return;
      const { stockAdjust } = await (
        await shop.admin()
      ).get(q.STOCK_ADJUST, {
        id: bought.variantId,
        change: wanted - available,
        key: q.unique('stock'),
      });
      expect(stockAdjust).toEqual({ variant: { stock: { available: wanted } }, userErrors: [] });
    };
    const searchAvailability = async () => {
      const { search } = await shop.client().get(q.SEARCH, { query: 'ocean blue shirt' });
      return search.nodes[0].card.inStock;
    };
    const lines = (quantity: number) => [{ variantId: bought.variantId, quantity }];

    test('a shopper finds a misspelt shirt, merges the guest cart, orders once and pays', async () => {
      const visitor = shop.client();
      const { search } = await visitor.get(q.SEARCH, { query: 'ocaen blu shrt' });
      expect(search.nodes[0].card.name).toBe('Ocean Blue Shirt');
      expect(search.facets.length).toBeGreaterThan(0);
      expect(
        search.facets
          .flatMap((facet: { values: { count: number }[] }) => facet.values)
          .some((value: { count: number }) => value.count > 0),
      ).toBe(true);
      await setAvailable(5);

      const { cartCreate } = await visitor.get(q.CART_CREATE);
      const cartId = cartCreate.cart.id;
      await Promise.all([
        visitor.get(q.CART_ADD, { cart: cartId, lines: lines(1) }),
        visitor.get(q.CART_ADD, { cart: cartId, lines: lines(1) }),
      ]);
      expect((await visitor.get(q.CART, { id: cartId })).cart.totalQuantity).toBe(2);

      const email = `${q.unique('jo')}@example.com`;
      const { userRegister } = await visitor.get(q.REGISTER, {
        email,
        password: 'a-long-password',
      });
      const shopper = shop.client();
      shopper.token = userRegister.accessToken;
      const { cartMerge } = await shopper.get(q.CART_MERGE, { cart: cartId });
      expect(cartMerge).toMatchObject({ cart: { totalQuantity: 2, problems: [] }, userErrors: [] });
      // A retry of the merge adds nothing.
      expect(
        (await shopper.get(q.CART_MERGE, { cart: cartId })).cartMerge.cart?.totalQuantity ?? 2,
      ).toBe(2);

      const heard = await q.subscribe(
        shopper,
        'subscription { notificationReceived { kind order { id status } } }',
      );
      const expectedTotal = cartMerge.cart.cost.total;
      const variables = {
        input: {
          shippingAddress: q.ADDRESS,
          shippingMethodId: q.freeDelivery(cartMerge.cart),
          expectedTotal,
        },
        key: q.unique('order'),
      };
      const [first, second] = await Promise.all([
        shopper.get(q.ORDER_PLACE, variables),
        shopper.get(q.ORDER_PLACE, variables),
      ]);
      const third = await shopper.get(q.ORDER_PLACE, variables);
      const order = first.orderPlace.order;
      expect(order).toMatchObject({ status: 'PENDING', total: expectedTotal });
      expect([second.orderPlace.order.id, third.orderPlace.order.id]).toEqual([order.id, order.id]);

      const { paymentCreate } = await shopper.get(q.PAY, {
        id: order.id,
        method: 'tok_ok',
        key: q.unique('pay'),
      });
      expect(paymentCreate).toMatchObject({
        payment: { amount: { minor: expectedTotal.minor } },
        userErrors: [],
      });
      const paid = await eventually(async () => {
        const found = (await shopper.get(q.ORDER, { id: order.id })).order;
        expect(found.status).toBe('PAID');
        return found;
      });
      expect(paid.payments).toMatchObject([
        { status: 'CAPTURED', amount: { minor: expectedTotal.minor } },
      ]);
      expect(paid.balanceDue.minor).toBe(0);
      expect(paid.history.nodes.map((event: { to: string }) => event.to)).toEqual(
        expect.arrayContaining(['PENDING', 'PAID']),
      );

      await eventually(async () => {
        const { movements, available, reserved } = await stockOf();
        const ofOrder = movements.nodes.filter(
          (movement: { orderId: string }) => movement.orderId === order.id,
        );
        expect(ofOrder.map((movement: { type: string }) => movement.type).sort()).toEqual([
          'ORDER',
          'RESERVATION',
        ]);
        expect({ available, reserved }).toEqual({ available: 3, reserved: 0 });
      });
      await eventually(async () =>
        expect((await shopper.get(q.CART)).cart?.totalQuantity ?? 0).toBe(0),
      );
      await eventually(() =>
        expect(heard.events).toEqual(
          expect.arrayContaining([
            {
              notificationReceived: { kind: 'ORDER_PAID', order: { id: order.id, status: 'PAID' } },
            },
          ]),
        ),
      );
      heard.stop();

      await setAvailable(0);
      await eventually(async () => expect(await searchAvailability()).toBe(false));
      await setAvailable(5);
      await eventually(async () => expect(await searchAvailability()).toBe(true));
    });

    test('a guest orders, pays and cancels with the guest token; stock and money come back once', async () => {
      await setAvailable(5);
      const guest = shop.client();
      const cartId = (await guest.get(q.CART_CREATE)).cartCreate.cart.id;
      const { cartLinesAdd } = await guest.get(q.CART_ADD, { cart: cartId, lines: lines(2) });
      const input = {
        cartId,
        guestEmail: `${q.unique('guest')}@example.com`,
        shippingAddress: q.ADDRESS,
        shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
        expectedTotal: cartLinesAdd.cart.cost.total,
      };
      const { orderPlace } = await guest.get(q.ORDER_PLACE, { input, key: q.unique('order') });
      expect(orderPlace.userErrors).toEqual([]);
      const { id } = orderPlace.order;

      // The id alone opens nothing: neither to a stranger nor to another customer.
      expect((await (await shop.customer()).get(q.ORDER, { id })).order).toBeNull();
      expect(
        (await shop.client().send(q.PAY, { id, method: 'tok_ok', key: q.unique('pay') })).data
          .paymentCreate?.userErrors?.[0]?.code ?? 'UNAUTHENTICATED',
      ).toMatch(/NOT_FOUND|UNAUTHENTICATED/);

      guest.guestToken = orderPlace.guestToken;
      const { paymentCreate } = await guest.get(q.PAY, {
        id,
        method: 'tok_ok',
        key: q.unique('pay'),
      });
      expect(paymentCreate.userErrors).toEqual([]);
      const byToken = async () =>
        (await guest.get(q.ORDER_BY_TOKEN, { token: orderPlace.guestToken })).orderByToken;
      await eventually(async () => expect((await byToken()).status).toBe('PAID'));
      await eventually(async () =>
        expect(await stockOf()).toMatchObject({ available: 3, reserved: 0 }),
      );

      const key = q.unique('cancel');
      const cancelled = await Promise.all([
        guest.get(q.ORDER_CANCEL, { id, key }),
        guest.get(q.ORDER_CANCEL, { id, key }),
      ]);
      for (const { orderCancel } of cancelled)
        expect(orderCancel).toMatchObject({ order: { status: 'CANCELLED' }, userErrors: [] });
      await eventually(async () =>
        expect(await stockOf()).toMatchObject({ available: 5, reserved: 0 }),
      );
      await eventually(async () =>
        expect((await byToken()).payments).toMatchObject([
          { status: 'REFUNDED', refunded: { minor: cartLinesAdd.cart.cost.total.minor } },
        ]),
      );
      const { number, invoices } = await eventually(async () => {
        const { order } = await guest.get(INVOICES, { id });
        expect(order.invoices).toHaveLength(2);
        return order;
      });
      const total = input.expectedTotal;
      expect(invoices).toMatchObject(['INVOICE', 'CREDIT_NOTE'].map((kind) => ({ kind, total })));
      for (const { url } of invoices) {
        const { pathname, search } = new URL(url);
        const { status, headers } = await fetch(new URL(pathname + search, shop.url));
        expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
      }
      if (!shop.shop) return;
      const mails = () => mailsTo(join(shop.shop!.config.dataDir, 'mail'), input.guestEmail);
      await eventually(() =>
        expect(mails().toSorted()).toEqual([
          `Refund for your order ${number}`,
          `Your order ${number} has been cancelled`,
          `Your order ${number} is confirmed`,
        ]),
      );
    });

    test('the invariants hold afterwards', async (context) => {
      if (!shop.shop && !verify)
        return context.skip('E2E_URL is set: npm run verify checks that deployment');
      const lines = verify
        ? await verify()
        : (await shop.command('verify')).map((line) => String(line['text'] ?? line['type']));
      expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
      expect(lines.filter((line) => line.startsWith('ok')).length).toBeGreaterThan(20);
    });
  });
}
