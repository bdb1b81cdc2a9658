import { supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { address, startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
let draftId: string;
const CREATE = `mutation ($input: DraftOrderInput!) { draftOrderCreate(input: $input, idempotencyKey: "d") { draftOrder { id } } }`;
const SEND = `mutation ($id: ID!) { draftOrderSend(id: $id, expectedVersion: 1, expectedTotal: { minor: 1999, currency: "EUR" }, idempotencyKey: "s") { draftOrder { status } } }`;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
  const input = {
    guestEmail: 'grace@example.test',
    lines: [{ variantId: 'var_shirt', quantity: 1 }],
    shippingAddress: address,
  };
  const { data } = await t.execute(CREATE, { as: supervisor, variables: { input } });
  draftId = data!.draftOrderCreate.draftOrder.id;
  await t.execute(SEND, { as: supervisor, variables: { id: draftId } });
});
afterAll(() => t.close());

test('I35: a draft that was sent without an order, and one that stands for two, are reported', async () => {
  expect(await t.verify()).toEqual([]);
  const draft = query(t.ctx()).updateTable('DraftOrderRow');
  const { orderId } = await query(t.ctx())
    .selectFrom('DraftOrderRow')
    .select('orderId')
    .executeTakeFirstOrThrow();
  await draft.set({ orderId: null }).execute();
  expect(await t.verify()).toEqual([`I35: draft ${draftId} was sent, and has no order`]);
  await draft.set({ orderId }).execute();
  const { id } = await life.placed();
  await query(t.ctx()).updateTable('OrderRow').set({ draftId }).where('id', '=', id).execute();
  expect(await t.verify()).toEqual([`I35: draft ${draftId} stands for 2 orders`]);
});
