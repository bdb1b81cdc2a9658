import { guest } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { CANCEL, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
});
afterAll(() => t.close());

test('ten cancellations at once release the units once, and all are told that it is cancelled', async () => {
  const { id } = await life.placed();
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => life.cancel(id, `c${n}`)));
  for (const answer of all)
    expect(answer).toMatchObject({ order: { status: 'CANCELLED', version: 2 }, userErrors: [] });
  const events = await life.eventsOf(id, 'ORDER_CANCELLED');
  expect(events).toMatchObject([
    {
      data: {
        reason: 'CUSTOMER',
        wasPaid: false,
        lines: [{ variantId: 'var_shirt', quantity: 2 }],
      },
    },
  ]);
  expect(await life.cancel(id, 'c0')).toEqual(all[0]);
  expect(
    (await t.execute(CANCEL, { as: ada, variables: { id, key: 'c0', reason: 'other' } })).data
      ?.orderCancel.userErrors,
  ).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('an unpaid order expires on time and not before', async () => {
  const early = await life.placed();
  const late = await life.placed();
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ expiresAt: sql<Date>`now()` })
    .where('id', '=', late.id)
    .execute();
  await t.runJob('expire-orders');
  await t.runJob('expire-orders');
  expect((await life.eventsOf(early.id)).map((e) => e.type)).toEqual(['ORDER_CREATED']);
  expect(
    (await life.eventsOf(late.id)).map((e) => [e.type, (e.data as { reason?: string }).reason]),
  ).toEqual([
    ['ORDER_CREATED', undefined],
    ['ORDER_CANCELLED', 'EXPIRED'],
  ]);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { status history { nodes { type to actor } } } }`,
    {
      as: ada,
      variables: { id: late.id },
    },
  );
  expect(data?.order).toMatchObject({
    status: 'CANCELLED',
    history: { nodes: [{}, { type: 'EXPIRED', to: 'CANCELLED', actor: 'system' }] },
  });
});

test('a guest cancels by token, and the token opens no other order', async () => {
  const one = await life.placed(undefined as never);
  const cart = shop.cart({ var_shirt: 2 }, null, 1);
  const two = (await t.execute(PLACE, { variables: placeVariables(cart) })).data?.orderPlace;
  expect(two.guestToken).toEqual(expect.any(String));
  expect((await life.cancel(two.order.id, 'g', guest(one.id))).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await life.cancel(two.order.id, 'g', guest(two.order.id))).order.status).toBe(
    'CANCELLED',
  );
});
