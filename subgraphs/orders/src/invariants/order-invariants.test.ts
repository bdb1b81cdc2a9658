import { guest } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OrderStatus } from '../order/order-status.js';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';
import { orderInvariants } from './order-invariants.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let orderId: string;

beforeAll(async () => {
  ({ t, shop } = await startOrders());
});
afterAll(() => t.close());
beforeEach(async () => {
  await query(t.ctx()).deleteFrom('OrderHistoryRow').execute();
  await query(t.ctx()).deleteFrom('OrderLineRow').execute();
  await query(t.ctx()).deleteFrom('OrderRow').execute();
  await query(t.ctx()).deleteFrom('IdempotencyRecord').execute();
  await query(t.ctx()).deleteFrom('DenormalizedUser').execute();
  shop.variants.set('var_shirt', { price: 1_999, available: 100 });
  const { data } = await t.execute(PLACE, {
    as: guest('inv'),
    variables: placeVariables(shop.cart({ var_shirt: 2 })),
  });
  orderId = data?.orderPlace.order.id;
});

const changeOrder = () => query(t.ctx()).updateTable('OrderRow').where('id', '=', orderId);
const changeHistory = () =>
  query(t.ctx()).updateTable('OrderHistoryRow').where('orderId', '=', orderId);
const problemsOf = (id: string) =>
  orderInvariants.find((invariant) => invariant.id === id)!.run(t.ctx());

test('a sound order violates nothing', async () => {
  for (const { id } of orderInvariants) expect(await problemsOf(id)).toEqual([]);
});

test('I5: a paid order without a payment and a payment without its time are reported', async () => {
  await changeOrder().set({ status: OrderStatus.PAID }).execute();
  expect(await problemsOf('I5')).toEqual([`order ${orderId} is PAID with payment none`]);
  await changeOrder().set({ status: OrderStatus.PENDING, paymentId: 'pay_1' }).execute();
  expect(await problemsOf('I5')).toEqual([`order ${orderId} is PENDING with payment pay_1`]);
});

test('I5: an order of 0 needs no payment and has none; a time of payment needs its payment', async () => {
  await changeOrder()
    .set({ total: 0, status: OrderStatus.PAID, paidAt: new Date(), paymentId: null })
    .execute();
  expect(await problemsOf('I5')).toEqual([]);
  await changeOrder().set({ paymentId: 'pay_1' }).execute();
  expect(await problemsOf('I5')).toEqual([`order ${orderId} is PAID with payment pay_1`]);
  await changeOrder()
    .set({ total: 3_998, status: OrderStatus.CANCELLED, paymentId: null })
    .execute();
  expect(await problemsOf('I5')).toEqual([`order ${orderId} is CANCELLED with payment none`]);
});

test('I7: a key without its order and a placement that never ended are reported', async () => {
  await query(t.ctx())
    .updateTable('IdempotencyRecord')
    .set({ response: { orderId: 'ord_missing' } })
    .execute();
  await changeOrder()
    .set({ status: 'PLACING', giveUpAt: new Date(0) })
    .execute();
  expect(await problemsOf('I7')).toEqual([
    'key of operation orderPlace names a missing order',
    `order ${orderId} is still PLACING`,
  ]);
});

test('I10: a total that differs from the prices, from the sums of the lines, or has no lines is reported', async () => {
  const found = (total: number, priced: number) => [
    `order ${orderId} has total ${total}, lines say ${priced}`,
  ];
  const changeLine = () =>
    query(t.ctx()).updateTable('OrderLineRow').where('orderId', '=', orderId);
  await changeOrder().set({ total: 4_000 }).execute();
  expect(await problemsOf('I10')).toEqual(found(4_000, 3_998));
  await changeOrder().set({ total: 3_998, shipping: 5 }).execute();
  expect(await problemsOf('I10')).toEqual(found(3_998, 3_998));
  await changeOrder().set({ shipping: 0 }).execute();
  await changeLine().set({ discount: 1 }).execute();
  expect(await problemsOf('I10')).toEqual(found(3_998, 3_997));
  await changeLine().set({ discount: 0, total: 1 }).execute();
  expect(await problemsOf('I10')).toEqual(found(3_998, 3_998));
  await query(t.ctx()).deleteFrom('OrderLineRow').execute();
  await changeOrder().set({ total: 0 }).execute();
  expect(await problemsOf('I10')).toEqual(found(0, 0));
});

test('I11: a step beside the graph, a gap, another end and a broken chain are reported', async () => {
  const step = { orderId, type: 'x', actor: 'system' };
  const shipped = { ...step, seq: 2, fromStatus: 'PENDING', toStatus: 'SHIPPED' };
  await query(t.ctx()).insertInto('OrderHistoryRow').values(shipped).execute();
  await changeOrder().set({ historyCount: 2, status: OrderStatus.SHIPPED }).execute();
  expect(await problemsOf('I11')).toEqual([`order ${orderId} went from PENDING to SHIPPED`]);
  await changeHistory().set({ fromStatus: 'PROCESSING' }).where('seq', '=', 2).execute();
  expect(await problemsOf('I11')).toEqual([
    `order ${orderId} continues from PROCESSING after PENDING`,
  ]);
  await changeHistory().set({ seq: 3 }).where('seq', '=', 2).execute();
  expect(await problemsOf('I11')).toEqual([
    `order ${orderId} has 2 history rows up to 3, counted 2`,
  ]);
  await query(t.ctx()).deleteFrom('OrderHistoryRow').execute();
  expect(await problemsOf('I11')).toEqual([
    `order ${orderId} has 0 history rows up to none, counted 2`,
  ]);
  await query(t.ctx())
    .insertInto('OrderHistoryRow')
    .values({ ...step, seq: 1, toStatus: 'PENDING' })
    .execute();
  await changeOrder().set({ historyCount: 1 }).execute();
  expect(await problemsOf('I11')).toEqual([
    `order ${orderId} is SHIPPED, its history ends at PENDING`,
  ]);
});

test('I15: data of an erased user is reported, in the replica and in orders', async () => {
  await query(t.ctx())
    .insertInto('DenormalizedUser')
    .values({ id: 'usr_gone', version: 2, deleted: true, name: 'Rita' })
    .execute();
  await changeOrder().set({ userId: 'usr_gone' }).execute();
  expect(await problemsOf('I15')).toEqual([
    'replica of erased user usr_gone holds personal data',
    `order ${orderId} still names an erased user`,
  ]);
});
