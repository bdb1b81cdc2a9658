import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { orderLife, type PlacedOrder } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
let order: PlacedOrder;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());
beforeEach(async () => {
  order = await life.paid();
  await life.delivered(order.id);
});

const line = () => query(t.ctx()).updateTable('OrderLineRow').where('orderId', '=', order.id);
const about = () => `I33: line ${order.lines[0]!.id} of order ${order.id}`;

test('a delivered order violates nothing; units that no parcel has, and open ones, are reported', async () => {
  expect(await t.verify()).toEqual([]);
  await line().set({ fulfilledQuantity: 1 }).execute();
  expect(await t.verify()).toEqual([
    `${about()} counts 1 units in parcels, parcels say 2`,
    `${about()} has 1 units to send, the order is DELIVERED`,
  ]);
  await line().set({ fulfilledQuantity: 2 }).execute();
});

test('units that came back without a return, and money without a refund, are reported', async () => {
  await line().set({ returnedQuantity: 1, refunded: 5 }).execute();
  expect(await t.verify()).toEqual([
    `${about()} counts 1 units back, returns say 0 of 2 sent`,
    `${about()} counts 5 refunded, refunds say 0 of 3998`,
  ]);
  await line().set({ returnedQuantity: 0, refunded: 0 }).execute();
});

test('parcels that do not exist are reported', async () => {
  const set = (parcels: number) =>
    query(t.ctx()).updateTable('OrderRow').set({ parcels }).where('id', '=', order.id).execute();
  await set(2);
  expect(await t.verify()).toEqual([`I33: order ${order.id} counts 2 parcels, there are 1`]);
  await set(1);
});

test('the table itself refuses more units and money than a line has', async () => {
  await expect(line().set({ fulfilledQuantity: 3 }).execute()).rejects.toThrow('order_line_units');
  await expect(line().set({ cancelledQuantity: 1 }).execute()).rejects.toThrow('order_line_units');
  await expect(line().set({ returnedQuantity: 3 }).execute()).rejects.toThrow(
    'order_line_returned',
  );
  await expect(line().set({ refunded: 3_999 }).execute()).rejects.toThrow('order_line_refunded');
});
