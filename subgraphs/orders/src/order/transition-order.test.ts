import { admin, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

test('staff take a paid order to DELIVERED, one step after the other, with tracking', async () => {
  const { id } = await life.placed();
  expect((await life.move(id, 'DELIVERED', 1)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION', from: 'PENDING', to: 'DELIVERED', allowed: ['CANCELLED'] },
  ]);
  expect((await life.move(id, 'PAID', 1)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION' },
  ]);
  await life.pay(id);
  expect((await life.move(id, 'PROCESSING', 1)).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: 2 },
  ]);
  expect((await life.move(id, 'PROCESSING', 2)).order).toMatchObject({
    status: 'PROCESSING',
    version: 3,
    allowedTransitions: ['SHIPPED', 'CANCELLED'],
  });
  const shipped = await life.move(id, 'SHIPPED', 3, supervisor, {
    trackingNumber: 'T1',
    trackingUrl: 'https://carrier.test/T1',
  });
  expect(shipped.order.fulfillments).toMatchObject([
    { trackingNumber: 'T1', shippedAt: expect.any(String), deliveredAt: null },
  ]);
  expect((await life.cancel(id, 'too late')).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION', from: 'SHIPPED', to: 'CANCELLED' },
  ]);
  expect((await life.move(id, 'PROCESSING', 4)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION' },
  ]);
  expect(
    (await life.move(id, 'DELIVERED', 4, admin)).order.fulfillments[0].deliveredAt,
  ).not.toBeNull();
  expect((await life.eventsOf(id)).map((e) => e.aggregateversion)).toEqual([1, 2, 3, 4, 5]);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { history { nodes { actor } } } }`,
    { as: ada, variables: { id } },
  );
  expect(data?.order.history.nodes.map((n: { actor: string }) => n.actor)).toEqual([
    'user',
    'system',
    'staff',
    'staff',
    'staff',
  ]);
});

test('two members of staff at once: one moves the order, the other is told of the conflict', async () => {
  const { id } = await life.placed();
  await life.pay(id);
  const both = await Promise.all([life.move(id, 'PROCESSING', 2), life.move(id, 'CANCELLED', 2)]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
  expect(both.flatMap((answer) => answer.userErrors)).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: 3 },
  ]);
});
