import { eventually } from '@emporium/testing/eventually';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { seedPricing } from '@emporium/shop/seed/seed-pricing';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as q from './purchase.js';
import { prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const READ = `query ($token: String!) { orderByToken(token: $token) { number status tax { minor } total { minor } payments { id amount { minor } refunded { minor } } invoices { kind number total { minor } } } }`;
const REFUND = `mutation ($id: ID!, $amount: MoneyInput!, $key: ID!) { paymentRefund(paymentId: $id, amount: $amount, idempotencyKey: $key) { userErrors { ... on UserError { message } } } }`;
const ALWAYS = { from: '2000-01-01T00:00:00Z', until: '2999-01-01T00:00:00Z' };

describe.skipIf(deploymentUrl() !== undefined)('the export for accounting', () => {
  let shop: ShopUnderTest;
  beforeAll(async () => {
    shop = await shopUnderTest();
    await seedPricing(shop.shop!, (await demoUsers(shop.shop!)).admin);
    await caughtUp(shop.shop!);
  }, 240_000);
  afterAll(() => shop?.close());

  /** Rows of the file by column; no cell of ours has a comma. */
  const exported = async (period: object = ALWAYS) => {
    const lines = await shop.command('export:orders', { ...period });
    const text = lines.map(({ csv }) => csv ?? '').join('');
    const [head, ...rows] = text.trimEnd().split('\n');
    const columns = head!.split(',');
    return rows.map((row) =>
      Object.fromEntries(row.split(',').map((cell, at) => [columns[at]!, cell])),
    );
  };
  const buy = async (quantity: number) => {
    const { variantId } = await prize(shop, 10);
    const guest = shop.client();
    const { cartCreate } = await guest.get(q.CART_CREATE);
    const { id } = cartCreate.cart;
    const { cartLinesAdd } = await guest.get(q.CART_ADD, {
      cart: id,
      lines: [{ variantId, quantity }],
    });
    const input = {
      cartId: id,
      guestEmail: `${q.unique('books')}@example.com`,
      shippingAddress: q.ADDRESS,
      shippingMethodId: q.freeDelivery(cartLinesAdd.cart),
      expectedTotal: cartLinesAdd.cart.cost.total,
    };
    const { orderPlace } = await guest.get(q.ORDER_PLACE, { input, key: q.unique('books') });
    expect(orderPlace.userErrors).toEqual([]);
    const token = orderPlace.guestToken;
    guest.guestToken = token;
    const pay = { id: orderPlace.order.id, method: 'tok_ok', key: q.unique('pay') };
    await guest.get(q.PAY, pay);
    const read = async () => (await guest.get(READ, { token })).orderByToken;
    await eventually(async () => expect((await read()).invoices).toHaveLength(1));
    return read;
  };

  test('its sums are those of the orders, their tax, payments and refunds', async () => {
    const reads = [await buy(1), await buy(3), await buy(2)];
    const [refunded] = [await reads[1]!()];
    const amount = { minor: 500, currency: 'EUR' };
    const admin = await shop.admin();
    await admin.get(REFUND, { id: refunded.payments[0].id, amount, key: q.unique('refund') });
    await eventually(async () => expect((await reads[1]!()).invoices).toHaveLength(2));

    const orders = await Promise.all(reads.map((read) => read()));
    const rows = await exported();
    const minor = (text: string | undefined) => Math.round(Number(text) * 100);
    const sum = (column: string, of = rows) => of.reduce((all, row) => all + minor(row[column]), 0);
    const total = (field: (order: (typeof orders)[number]) => number) =>
      orders.reduce((all, order) => all + field(order), 0);
    const invoices = rows.filter((row) => row['Kind'] === 'INVOICE');
    expect(sum('Gross', invoices)).toBe(total((order) => order.total.minor));
    expect(sum('Document Total', invoices)).toBe(sum('Gross', invoices));
    expect(sum('Tax Amount', invoices)).toBe(total((order) => order.tax.minor));
    expect(sum('Order Paid')).toBe(total((order) => order.payments[0].amount.minor));
    expect(sum('Order Refunded')).toBe(500);
    expect(sum('Gross')).toBe(total((order) => order.total.minor) - 500);
    expect(sum('Net') + sum('Tax Amount')).toBe(sum('Gross'));
    for (const { number, total: cost } of orders) {
      const ofOrder = invoices.filter((row) => row['Order'] === number);
      expect([number, sum('Gross', ofOrder)]).toEqual([number, cost.minor]);
    }
    expect(await exported({ ...ALWAYS, until: '2001-01-01T00:00:00Z' })).toEqual([]);
  });
});
