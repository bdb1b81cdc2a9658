import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { orderEdits } from '../edit/edit-order.fixture.js';
import type { OrderEditRow } from '../edit/order-edit.entity.js';
import { orderLife } from '../order-life.fixture.js';
import type { OrderRow } from '../order/order.entity.js';
import { startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

let t: TestSubgraph<unknown>;
/** An order of 39.98 that was made dearer by 9.00, paid, and made cheaper by 4.50. */
let sound: OrderRow;
let edits: OrderEditRow[];
const readEdits = () => query(t.ctx()).selectFrom('OrderEditRow').selectAll().orderBy('id');
const read = () => query(t.ctx()).selectFrom('OrderRow').selectAll().executeTakeFirstOrThrow();

beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  const life = orderLife(t, started.shop);
  const { edit, payRest } = orderEdits(t, life);
  const order = await life.paid();
  const { order: dearer } = await edit(order, 2, [{ variantId: 'var_sock', quantity: 2 }]);
  await payRest(order.id, 900, 4_898);
  started.shop.amend(order.id, [
    { variantId: 'var_shirt', quantity: 2 },
    { variantId: 'var_sock', quantity: 2 },
  ]);
  const cheaper = await edit(order, 3, [{ orderLineId: dearer.lines[1].id, quantity: 1 }]);
  expect(cheaper.userErrors).toEqual([]);
  sound = await read();
  edits = await readEdits().execute();
});
afterAll(() => t.close());
afterEach(async () => {
  await plant(sound);
  for (const { id, ...some } of edits) await plantEdit(id, { settled: some.settled });
  expect(await t.verify()).toEqual([]);
});

const plant = (some: Partial<OrderRow>) =>
  query(t.ctx()).updateTable('OrderRow').set(some).execute();
const plantEdit = (id: string, some: Partial<OrderEditRow>) =>
  query(t.ctx()).updateTable('OrderEditRow').set(some).where('id', '=', id).execute();
const about = (what: string) => `I34: order ${sound.id} ${what}`;

test('an order that was made dearer, paid and made cheaper violates nothing', () => {
  expect(sound).toMatchObject({
    total: 4_448,
    covered: 4_898,
    editedBy: 450,
    editRefunded: 450,
    paymentRound: 1,
  });
  expect(edits.map(({ difference }) => difference)).toEqual([900, -450]);
});

test('I34: an order that was changed by something else than its changes is reported', async () => {
  await plant({ editedBy: 451 });
  expect(await t.verify()).toContain(about('was changed by 451, its changes say 450'));
});

test('I34: money that went back without a refund is reported', async () => {
  await plant({ editRefunded: 449, covered: 4_897 });
  expect(await t.verify()).toContain(about('returned 449 because of changes, its refunds say 450'));
});

test('I34: an order that is covered by less than it cost when it was paid, or by too much, is reported', async () => {
  await plant({ covered: 3_997 });
  const short = 'cost 3998 when it was paid and comes to 4898, covered are 3997';
  expect(await t.verify()).toEqual([about(short)]);
  await plant({ covered: 4_899 });
  const much = 'cost 3998 when it was paid and comes to 4898, covered are 4899';
  expect(await t.verify()).toContain(about(much));
});

test('I34: a change that is covered and not settled is reported', async () => {
  await plantEdit(edits[0]!.id, { settled: false });
  expect(await t.verify()).toEqual([about('owes nothing and has 1 changes that are not settled')]);
});

test('I34: a change that the history does not tell of is reported', async () => {
  const history = query(t.ctx()).updateTable('OrderHistoryRow');
  await history.set({ type: 'EDITED' }).where('type', '=', 'ORDER_EDITED').execute();
  expect(await t.verify()).toEqual([about('has 2 changes, its history tells of 0')]);
  await history.set({ type: 'ORDER_EDITED' }).where('type', '=', 'EDITED').execute();
});

test('I31: what a change made dearer and nobody invoiced is reported', async () => {
  const supplement = query(t.ctx()).updateTable('InvoiceRow').where('source', 'like', 'edit:%');
  await supplement.set({ total: 899 }).execute();
  expect(await t.verify()).toEqual([
    `I31: order ${sound.id} is covered by 4898, its invoices say 4897`,
  ]);
  await supplement.set({ total: 900 }).execute();
});
