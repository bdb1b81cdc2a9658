import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { orderLife } from '../order-life.fixture.js';
import { startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';
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
afterEach(() => void (shop.beforeReserve = async () => undefined));

const SOCKS = { variantId: 'var_sock', quantity: 2 };
const editOf = (orderId: string) =>
  query(t.ctx())
    .selectFrom('OrderEditRow')
    .select(['id', 'status'])
    .where('orderId', '=', orderId)
    .executeTakeFirstOrThrow();
/** Lets the process manager look at every open change now. */
const finish = async () => {
  await query(t.ctx())
    .updateTable('OrderEditRow')
    .set({ nextCheckAt: sql<Date>`now()` })
    .where('status', '=', 'OPEN')
    .execute();
  await t.runJob('finish-edits');
};

test('changes that make no sense are refused with the place of each', async () => {
  const order = await life.paid();
  const [line] = order.lines;
  const cases: [object[], string, string[]][] = [
    [[], 'Name at least one change.', ['changes']],
    [[{ quantity: 1 }], 'Name either', ['changes', '0']],
    [[{ orderLineId: line!.id }], 'Say how many units', ['changes', '0']],
    [[{ orderLineId: line!.id, quantity: -1 }], 'starts at 0', ['changes', '0', 'quantity']],
    [[{ orderLineId: line!.id, unitPrice: edits.eur(1) }], 'Say why', ['changes', '0']],
    [[{ orderLineId: line!.id, quantity: 0 }], 'cancel it instead', ['changes']],
    [[{ orderLineId: line!.id, quantity: 2 }], 'Nothing would change', ['changes', '0']],
    [[{ orderLineId: 'oln_none', quantity: 1 }], 'not one of the order', ['changes', '0']],
    [[{ variantId: 'var_shirt', quantity: 1 }], 'has this variant already', ['changes', '0']],
    [[{ variantId: 'var_none', quantity: 1 }], 'not sold any more', ['changes']],
    [[{ variantId: 'var_sock', quantity: 500 }], 'too few', ['changes']],
    [[SOCKS, SOCKS], 'once', ['changes', '1']],
    [
      [{ orderLineId: line!.id, unitPrice: { minor: 1, currency: 'USD' }, reason: 'r' }],
      'The order is in EUR.',
      ['changes', '0', 'unitPrice', 'currency'],
    ],
  ];
  for (const [changes, message, path] of cases) {
    const { order: none, userErrors } = await edits.edit(order, 2, changes);
    expect(none).toBeNull();
    expect(userErrors[0].message).toContain(message);
    expect(userErrors[0].path.slice(0, path.length)).toEqual(path);
    const preview = await edits.preview(order.id, changes);
    expect(preview.userErrors[0].message).toContain(message);
  }
  const stale = await edits.edit(order, 1, [SOCKS]);
  expect(stale.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT', currentVersion: 2 }]);
  const dearer = await edits.edit(order, 2, [SOCKS], { total: edits.eur(1) });
  expect(dearer.userErrors).toMatchObject([
    { code: 'PRICE_CHANGED', actual: { minor: 4_898 }, path: ['expectedTotal'] },
  ]);
  expect(await t.verify()).toEqual([]);
});

test('orders that are not paid, cancelled or on their way are not changed', async () => {
  const open = await life.placed();
  expect((await edits.edit(open, 1, [SOCKS])).userErrors[0].message).toContain('not paid');
  await life.cancel(open.id, 'c');
  expect((await edits.edit(open, 2, [SOCKS])).userErrors[0].message).toContain('CANCELLED');
  const sent = await life.paid();
  await life.delivered(sent.id);
  expect((await edits.edit(sent, 5, [SOCKS])).userErrors[0].message).toContain('DELIVERED');
  expect((await edits.edit({ id: 'ord_none' }, 1, [SOCKS])).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
});

test('a parcel, a cancellation or another change meanwhile refuses it, and its units are let go', async () => {
  for (const [name, race] of Object.entries({
    parcel: (id: string) => life.move(id, 'PROCESSING', 2),
    cancellation: (id: string) => life.cancel(id, `race-${id}`),
  })) {
    const order = await life.paid();
    shop.beforeReserve = async () => {
      shop.beforeReserve = async () => undefined;
      await race(order.id);
    };
    const { userErrors } = await edits.edit(order, 2, [SOCKS], { key: `race-${order.id}` });
    expect(userErrors, name).toMatchObject([{ code: 'VERSION_CONFLICT', currentVersion: 3 }]);
    const { id, status } = await editOf(order.id);
    expect(status).toBe('REFUSED');
    expect((await life.eventsOf(id)).map(({ type }) => type)).toEqual(['ORDER_CANCELLED']);
    // The key has its answer for good.
    const again = await edits.edit(order, 2, [SOCKS], { key: `race-${order.id}` });
    expect(again.userErrors).toEqual(userErrors);
  }
  expect(await t.verify()).toEqual([]);
});

test('a change whose outcome is unknown is finished later, once, under its key', async () => {
  const order = await life.paid();
  shop.beforeReserve = () => Promise.reject(new SubgraphUnavailableError('catalog', 'down'));
  const variables = { id: order.id, changes: [SOCKS], v: 2, key: `late-${order.id}` };
  const { errors } = await t.execute(EDIT, { as: supervisor, variables });
  expect(errors?.[0]?.extensions?.['code']).toBe('OPERATION_IN_PROGRESS');
  expect((await editOf(order.id)).status).toBe('OPEN');
  shop.beforeReserve = async () => undefined;
  await finish();
  await finish();
  const done = await edits.edit(order, 2, [SOCKS], { key: variables.key });
  expect(done.order).toMatchObject({ version: 3, total: { minor: 4_898 } });
  expect(await life.eventsOf(order.id, 'ORDER_EDITED')).toHaveLength(1);
  expect(await t.verify()).toEqual([]);
});

test('a change that cannot be finished in time is given up, and its units are let go', async () => {
  const order = await life.paid();
  shop.beforeReserve = () => Promise.reject(new SubgraphUnavailableError('catalog', 'down'));
  const variables = { id: order.id, changes: [SOCKS], v: 2, key: `never-${order.id}` };
  const { errors } = await t.execute(EDIT, { as: supervisor, variables });
  expect(errors?.[0]?.extensions?.['code']).toBe('OPERATION_IN_PROGRESS');
  const { id } = await editOf(order.id);
  await query(t.ctx())
    .updateTable('OrderEditRow')
    .set({ giveUpAt: sql<Date>`now() - interval '2 minutes'` })
    .where('id', '=', id)
    .execute();
  expect(await t.verify()).toContain(`I34: change ${id} of order ${order.id} is still OPEN`);
  await finish();
  const answer = await edits.edit(order, 2, [SOCKS], { key: variables.key });
  expect(answer.userErrors[0].message).toContain('could not be changed in time');
  expect(await life.eventsOf(id, 'ORDER_CANCELLED')).toHaveLength(1);
  expect(await t.verify()).toEqual([]);
});
