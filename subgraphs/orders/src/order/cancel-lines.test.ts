import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife, type PlacedOrder } from '../order-life.fixture.js';
import { startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const ERRORS = `userErrors { ... on UserError { code message path } }`;
const CANCEL_LINES = `mutation ($id: ID!, $lines: [OrderLineUnitsInput!], $key: ID!) {
  orderLinesCancel(orderId: $id, lines: $lines, reason: "broken", idempotencyKey: $key) {
    order { status version total { minor } lines { quantity cancelledQuantity refunded { minor } }
      refunds { reason amount { minor } shipping { minor } lines { quantity amount { minor } } } } ${ERRORS} } }`;
const SEND = `mutation ($id: ID!, $lines: [OrderLineUnitsInput!], $key: ID!) {
  fulfillmentCreate(orderId: $id, lines: $lines, idempotencyKey: $key) { order { status } fulfillment { id } ${ERRORS} } }`;

interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any
  order: any;
  userErrors: { code: string; message: string; path: string[] }[];
}
const cancelLines = (id: string, lines?: object[], key?: string): Promise<Answer> =>
  life.send(CANCEL_LINES, { id, ...(lines ? { lines } : {}), ...(key ? { key } : {}) });
const send = (id: string, lines?: object[]): Promise<Answer> =>
  life.send(SEND, { id, ...(lines ? { lines } : {}) });
const units = (order: PlacedOrder, ...quantities: number[]) =>
  quantities.flatMap((quantity, n) =>
    quantity > 0 ? [{ orderLineId: order.lines[n]!.id, quantity }] : [],
  );

test('units that are not sent go back with their share of the money, once per key', async () => {
  const order = await life.paid({ var_shirt: 2, var_sock: 3 });
  const { id } = order;
  const first = await cancelLines(id, units(order, 1), 'k');
  expect(first).toMatchObject({
    order: {
      status: 'PAID',
      lines: [
        { quantity: 2, cancelledQuantity: 1, refunded: { minor: 1_999 } },
        { quantity: 3, cancelledQuantity: 0, refunded: { minor: 0 } },
      ],
      refunds: [
        {
          reason: 'LINES_CANCELLED',
          amount: { minor: 1_999 },
          shipping: { minor: 0 },
          lines: [{ quantity: 1, amount: { minor: 1_999 } }],
        },
      ],
    },
    userErrors: [],
  });
  expect(await cancelLines(id, units(order, 1), 'k')).toEqual(first);
  const restocks = await life.eventsOf(id, 'ORDER_RESTOCK_REQUESTED');
  expect(restocks.map((e) => e.data)).toMatchObject([
    { cause: 'LINES_CANCELLED', lines: [{ variantId: 'var_shirt', quantity: 1 }] },
  ]);
  const refunds = await life.eventsOf(id, 'ORDER_REFUND_REQUESTED');
  expect(refunds.map((e) => e.data)).toMatchObject([
    {
      amount: { minor: 1_999, currency: 'EUR' },
      lines: [{ variantId: 'var_shirt', quantity: 1, amount: { minor: 1_999 } }],
    },
  ]);
  expect((await life.eventsOf(id)).map((e) => e.aggregateversion)).toEqual([1, 2, 3, 4]);
  expect(await t.verify()).toEqual([]);
});

test('with the rest of an order cancelled, what is in parcels makes it SHIPPED', async () => {
  const order = await life.paid({ var_shirt: 2, var_sock: 3 });
  await send(order.id, units(order, 2, 1));
  const rest = await cancelLines(order.id);
  expect(rest.order).toMatchObject({
    status: 'SHIPPED',
    lines: [{ cancelledQuantity: 0 }, { cancelledQuantity: 2, refunded: { minor: 900 } }],
  });
  expect(await cancelLines(order.id)).toMatchObject({
    order: null,
    userErrors: [{ code: 'INVALID_INPUT', path: ['orderId'] }],
  });
});

test('with nothing left of it an order is CANCELLED as a whole', async () => {
  const order = await life.paid({ var_shirt: 2 });
  await cancelLines(order.id, units(order, 1));
  const last = await cancelLines(order.id, units(order, 1));
  expect(last.order).toMatchObject({ status: 'CANCELLED', refunds: [{}] });
  const [told] = await life.eventsOf(order.id, 'ORDER_CANCELLED');
  expect(told?.data).toMatchObject({
    reason: 'STAFF',
    wasPaid: true,
    lines: [{ variantId: 'var_shirt', quantity: 2 }],
  });
  expect(await life.eventsOf(order.id, 'ORDER_REFUND_REQUESTED')).toHaveLength(1);
});

test('of two who cancel and send the same units at once, one is refused', async () => {
  const order = await life.paid({ var_shirt: 2 });
  const lines = units(order, 2);
  const both = await Promise.all([send(order.id, lines), cancelLines(order.id, lines)]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
});

test('the shares of the units of a line add up to its total, in whatever parts they go back', async () => {
  shop.variants.set('var_sock', { price: 333, available: 1_000 });
  const order = await life.placed(ada, { var_sock: 7 });
  await life.pay(order.id, 2_331);
  const parts = [3, 1, 2];
  for (const part of parts) await cancelLines(order.id, units(order, part));
  const { data } = await t.execute(
    `query ($id: ID!) { order(id: $id) { lines { refunded { minor } } refunds { amount { minor } } } }`,
    { as: ada, variables: { id: order.id } },
  );
  expect(data?.order).toEqual({
    lines: [{ refunded: { minor: 6 * 333 } }],
    refunds: parts.map((part) => ({ amount: { minor: part * 333 } })),
  });
  shop.variants.set('var_sock', { price: 450, available: 1_000 });
});

test('unpaid orders, foreign lines and too many units are refused by name', async () => {
  const unpaid = await life.placed();
  expect(await cancelLines(unpaid.id)).toMatchObject({
    userErrors: [{ code: 'INVALID_INPUT', message: expect.stringContaining('as a whole') }],
  });
  const order = await life.paid();
  expect((await cancelLines(order.id, units(order, 3))).userErrors).toMatchObject([
    { path: ['lines', '0', 'quantity'] },
  ]);
  expect((await cancelLines(order.id, units(unpaid, 1))).userErrors).toMatchObject([
    { path: ['lines', '0', 'orderLineId'] },
  ]);
  const denied = await t.execute(CANCEL_LINES, { as: ada, variables: { id: order.id, key: 'k' } });
  expect(denied.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
});
