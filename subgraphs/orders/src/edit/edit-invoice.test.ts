import { PaymentRefunded } from '@emporium/payments-events';
import { method, promotion, settings, zone } from '@emporium/pricing/testing/rule-builders';
import { supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failInserts } from '../failing-insert.fixture.js';
import { orderLife } from '../order-life.fixture.js';
import { address, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { useRules } from '../rules.fixture.js';
import { query } from '../tables.js';
import { EDIT, orderEdits } from './edit-order.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
let edits: ReturnType<typeof orderEdits>;
let carts = 1_000;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
  edits = orderEdits(t, life);
  const isLarge = promotion({
    conditions: { minimum: { minor: 5_000, currency: 'EUR' } },
    limit: 1,
  });
  await useRules(t, settings(), zone('DE', { standard: '0.19' }), method(), isLarge);
});
afterAll(() => t.close());

/** A paid order to Germany: shirts at 19.99 with 19 % tax, delivery 4.90. */
async function paid(units: Record<string, number>, total: number) {
  const cart = shop.cart(units, null, ++carts);
  const variables = placeVariables(cart, undefined, {
    shippingAddress: { ...address, postalCode: '10115', country: 'DE' },
    shippingMethodId: 'parcel',
    expectedTotal: { minor: total, currency: 'EUR' },
  });
  const { data } = await t.execute(PLACE, { variables });
  expect(data!.orderPlace.userErrors).toEqual([]);
  const { order } = data!.orderPlace;
  await life.pay(order.id, total);
  return order as { id: string; lines: { id: string }[] };
}
const invoices = (orderId: string) =>
  query(t.ctx())
    .selectFrom('InvoiceRow')
    .select(['kind', 'total', 'data'])
    .where('orderId', '=', orderId)
    .orderBy('issuedAt')
    .execute();
const redeemed = (orderId: string) =>
  query(t.ctx())
    .selectFrom('Redemption')
    .select('promotionId')
    .where('orderId', '=', orderId)
    .where('givenBackAt', 'is', null)
    .execute();
const refunded = (orderId: string, minor: number, requestId: string) =>
  t.deliver(PaymentRefunded, {
    key: orderId,
    version: 9,
    data: {
      ...{ paymentId: `pay_${orderId}`, orderId, provider: 'test', currency: 'EUR', full: false },
      ...{ amount: edits.eur(minor), refunded: edits.eur(minor), requestId },
    },
  });

test('what a change made dearer gets an invoice with its tax when it is paid, what came back a credit note', async () => {
  const order = await paid({ var_shirt: 1 }, 2_489);
  await edits.edit(order, 2, [{ orderLineId: order.lines[0]!.id, quantity: 2 }]);
  expect(await invoices(order.id)).toHaveLength(1);
  await edits.payRest(order.id, 1_999, 4_488);
  await edits.payRest(order.id, 1_999, 4_488);
  const [first, more] = await invoices(order.id);
  expect(first).toMatchObject({ kind: 'INVOICE', total: 2_489 });
  expect(more).toMatchObject({
    kind: 'INVOICE',
    total: 1_999,
    data: {
      lines: [{ quantity: 1, unitPrice: 1_999, total: 1_999 }],
      shipping: 0,
      taxLines: [{ rate: '0.19', base: 1_680, amount: 319 }],
    },
  });
  shop.amend(order.id, [{ variantId: 'var_shirt', quantity: 2 }]);
  const cheaper = { orderLineId: order.lines[0]!.id, unitPrice: edits.eur(500), reason: 'worn' };
  await edits.edit(order, 3, [cheaper]);
  const { id } = await query(t.ctx())
    .selectFrom('OrderRefundRow')
    .select('id')
    .where('orderId', '=', order.id)
    .executeTakeFirstOrThrow();
  // More than the first invoice has: the credit goes on with the one of the change.
  await refunded(order.id, 2_998, id);
  const credits = (await invoices(order.id)).slice(2);
  expect(credits.map(({ total }) => total)).toEqual([2_489, 509]);
  expect(await t.verify()).toEqual([]);
});

test('a promotion that a change opens is redeemed once, and given back when the next one closes it', async () => {
  const order = await paid({ var_shirt: 1 }, 2_489);
  const [shirt] = order.lines;
  const large = await edits.edit(order, 2, [{ orderLineId: shirt!.id, quantity: 3 }]);
  // 59.97 - 10 % + 4.90
  expect(large.order.total.minor).toBe(5_887);
  expect(await redeemed(order.id)).toHaveLength(1);
  const other = await paid({ var_shirt: 1 }, 2_489);
  const second = await edits.edit(other, 2, [{ orderLineId: other.lines[0]!.id, quantity: 3 }]);
  expect(second.order.total.minor).toBe(6_487);
  shop.amend(order.id, [{ variantId: 'var_shirt', quantity: 3 }]);
  const small = await edits.edit(order, 3, [{ orderLineId: shirt!.id, quantity: 1 }]);
  expect(small.order.total.minor).toBe(2_489);
  expect(await redeemed(order.id)).toEqual([]);
  shop.amend(order.id, [{ variantId: 'var_shirt', quantity: 1 }]);
  await edits.edit(order, 4, [{ orderLineId: shirt!.id, quantity: 4 }]);
  expect(await redeemed(order.id)).toHaveLength(1);
  expect(await t.verify()).toEqual([]);
});

test('killed between the hold and the end of a change: it is applied once, or not at all', async () => {
  const order = await paid({ var_shirt: 1 }, 2_489);
  const variables = {
    id: order.id,
    v: 2,
    key: 'crash',
    changes: [{ variantId: 'var_sock', quantity: 1 }],
  };
  const heal = await failInserts(t, 'OrderHistoryRow', order.id, '40P01');
  const { errors } = await t.execute(EDIT, { as: supervisor, variables });
  expect(errors?.[0]?.extensions?.['code']).toBe('OPERATION_IN_PROGRESS');
  const state = () =>
    query(t.ctx())
      .selectFrom('OrderRow')
      .select(['version', 'total'])
      .where('id', '=', order.id)
      .executeTakeFirstOrThrow();
  expect(await state()).toEqual({ version: 2, total: 2_489 });
  expect(await t.verify()).toEqual([]);
  await heal();
  await query(t.ctx())
    .updateTable('OrderEditRow')
    .set({ nextCheckAt: new Date(0) })
    .where('status', '=', 'OPEN')
    .execute();
  await t.runJob('finish-edits');
  await t.runJob('finish-edits');
  expect(await state()).toEqual({ version: 3, total: 2_939 });
  expect(await life.eventsOf(order.id, 'ORDER_EDITED')).toHaveLength(1);
  expect(await t.verify()).toEqual([]);
});
