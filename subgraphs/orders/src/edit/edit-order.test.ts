import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { startOrders, type FakeShop } from '../orders.fixture.js';
import { EDIT, orderEdits } from './edit-order.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
let edits: ReturnType<typeof orderEdits>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
  edits = orderEdits(t, life);
});
afterAll(() => t.close());

const SOCKS = { variantId: 'var_sock', quantity: 2 };
const dataOf = async (id: string, type: string) =>
  (await life.eventsOf(id, type)).map(({ data }) => data);

test('what is added is held, priced, due, paid and then sent; each version is told once', async () => {
  const order = await life.paid();
  const before = await edits.preview(order.id, [SOCKS]);
  expect(before).toMatchObject({
    preview: {
      version: 2,
      total: { minor: 4_898 },
      difference: { minor: 900 },
      amountDue: { minor: 900 },
      refund: { minor: 0 },
    },
    userErrors: [],
  });
  const total = before.preview.total.minor;
  const key = `add-${order.id}`;
  const more = { key, total: edits.eur(total), note: 'by phone' };
  const changed = await edits.edit(order, 2, [SOCKS], more);
  expect(changed).toMatchObject({
    order: {
      status: 'PAID',
      version: 3,
      total: { minor: 4_898 },
      lines: [{ quantity: 2 }, { sku: 'SKU-var_sock', quantity: 2, total: { minor: 900 } }],
      refunds: [],
    },
    userErrors: [],
  });
  expect(changed.order.history.nodes.at(-1)).toMatchObject({
    type: 'ORDER_EDITED',
    actor: 'staff:usr_supervisor',
    note: '+2 SKU-var_sock; +900; by phone',
  });
  expect(await edits.edit(order, 2, [SOCKS], more)).toEqual(changed);
  expect(await dataOf(order.id, 'ORDER_EDITED')).toMatchObject([
    {
      added: [SOCKS],
      removed: [],
      difference: { minor: 900 },
      amountDue: { minor: 900 },
      lines: [{ variantId: 'var_shirt' }, { variantId: 'var_sock' }],
    },
  ]);
  expect(await t.verify()).toEqual([]);

  const refused = await life.move(order.id, 'SHIPPED', 3);
  expect(refused.userErrors).toHaveLength(1);
  await life.move(order.id, 'PROCESSING', 3);
  const early = await life.move(order.id, 'SHIPPED', 4);
  expect(early.userErrors[0].message).toContain('900 minor units (EUR) are still to be paid');
  await edits.payRest(order.id, 900, 4_898);
  expect((await life.move(order.id, 'SHIPPED', 4)).order.status).toBe('SHIPPED');
  expect((await life.eventsOf(order.id)).map((e) => e.aggregateversion)).toEqual([1, 2, 3, 4, 5]);
  expect(await t.verify()).toEqual([]);
});

test('what is removed or made cheaper goes back once, and its units to stock', async () => {
  const order = await life.paid({ var_shirt: 2, var_sock: 3 });
  const [shirts, socks] = order.lines;
  const changed = await edits.edit(order, 2, [
    { orderLineId: shirts!.id, unitPrice: edits.eur(1_500), reason: 'a spot' },
    { orderLineId: socks!.id, quantity: 1 },
  ]);
  expect(changed.order).toMatchObject({
    total: { minor: 3_450 },
    lines: [
      { unitPrice: { minor: 1_500 }, total: { minor: 3_000 } },
      { quantity: 1, total: { minor: 450 } },
    ],
    refunds: [{ reason: 'EDITED', amount: { minor: 1_898 } }],
  });
  expect(await dataOf(order.id, 'ORDER_REFUND_REQUESTED')).toMatchObject([
    { reason: 'EDITED', amount: { minor: 1_898 }, lines: [] },
  ]);
  expect(await dataOf(order.id, 'ORDER_EDITED')).toMatchObject([
    { added: [], removed: [{ variantId: 'var_sock', quantity: 2 }], amountDue: { minor: 0 } },
  ]);
  shop.amend(order.id, [
    { variantId: 'var_shirt', quantity: 2 },
    { variantId: 'var_sock', quantity: 1 },
  ]);
  // The price that staff gave stays with the next change.
  const again = await edits.edit(order, 4, [{ orderLineId: socks!.id, quantity: 0 }]);
  expect(again.order).toMatchObject({
    total: { minor: 3_000 },
    lines: [{ unitPrice: { minor: 1_500 } }],
  });
  expect(await t.verify()).toEqual([]);
});

test('changes that meet are netted: only the difference is due or goes back', async () => {
  const order = await life.paid({ var_shirt: 1, var_sock: 2 });
  const [shirt, socks] = order.lines;
  const swap = [
    { orderLineId: socks!.id, quantity: 0 },
    { orderLineId: shirt!.id, quantity: 2 },
  ];
  const changed = await edits.edit(order, 2, swap);
  expect(changed.order).toMatchObject({ total: { minor: 3_998 }, refunds: [] });
  shop.amend(order.id, [{ variantId: 'var_shirt', quantity: 2 }]);
  // Back again before it is paid: nothing was paid, so nothing goes back.
  const back = await edits.edit(order, 3, [
    { orderLineId: shirt!.id, quantity: 1 },
    { variantId: 'var_sock', quantity: 2 },
  ]);
  expect(back.order).toMatchObject({ total: { minor: 2_899 }, refunds: [] });
  // A payment of the difference was under way all the while: it goes back.
  await edits.payRest(order.id, 1_099, 3_998);
  expect(await dataOf(order.id, 'ORDER_REFUND_REQUESTED')).toMatchObject([
    { reason: 'OVERPAID', amount: { minor: 1_099 } },
  ]);
  expect(await t.verify()).toEqual([]);
});

test('only who has the permission changes orders, and sees what it would cost', async () => {
  const order = await life.paid();
  for (const as of [ada, customer('usr_eve')]) {
    const { data, errors } = await t.execute(EDIT, {
      as,
      variables: { id: order.id, changes: [SOCKS], v: 2, key: 'k' },
    });
    expect(data?.orderEdit ?? null).toBeNull();
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  }
});
