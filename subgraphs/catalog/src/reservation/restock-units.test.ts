import { OrderRestockRequested } from '@emporium/orders-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { query } from '../tables.js';

let t: TestCatalog;
beforeAll(async () => void (t = await startCatalog()));
afterAll(() => t.close());

let orders = 0;
/** An order of 5 units of a variant that had 10, paid. */
async function sold() {
  const { variantId } = await t.stocked(10);
  const orderId = `ord_restock_${++orders}`;
  await t.reserve(orderId, [{ variantId, quantity: 5 }]);
  await t.paid(orderId);
  return { orderId, variantId };
}
const restock = (orderId: string, restockId: string, variantId: string, quantity: number) =>
  t.deliver(OrderRestockRequested, {
    key: orderId,
    version: 3,
    data: {
      orderId,
      number: '1',
      userId: null,
      version: 3,
      restockId,
      cause: 'RETURNED',
      lines: [{ variantId, quantity }],
    },
  });
const onHand = async (variantId: string) => (await t.stock(variantId)).onHand;

test('units of an order come back in parts, each part once, and are told', async () => {
  const { orderId, variantId } = await sold();
  await restock(orderId, 'rst_1', variantId, 2);
  await restock(orderId, 'rst_1', variantId, 2);
  await restock(orderId, 'rst_2', variantId, 1);
  const { onHand: left, movements } = await t.stock(variantId);
  expect(left).toBe(8);
  expect(movements.nodes.filter(({ type }) => type === 'RETURN')).toHaveLength(2);
  const changes = (await t.eventsOf(variantId)).filter(({ type }) => type === 'STOCK_CHANGED');
  expect(changes.at(-1)?.data.available).toBe(8);
  expect(await t.verify()).toEqual([]);
});

test('more than was sold does not come back: the message is set aside', async () => {
  const { orderId, variantId } = await sold();
  await restock(orderId, 'rst_3', variantId, 4);
  await restock(orderId, 'rst_4', variantId, 2);
  expect(await onHand(variantId)).toBe(9);
});

test('an order that is cancelled as a whole gives each unit back once, whatever came back before', async () => {
  const { orderId, variantId } = await sold();
  await restock(orderId, 'rst_5', variantId, 2);
  await t.cancelled(orderId, true);
  await restock(orderId, 'rst_6', variantId, 1);
  expect(await onHand(variantId)).toBe(10);
  expect(await t.verify()).toEqual([]);
  const [sums] = (await t.command('stock-sums')).filter((line) => line['variantId'] === variantId);
  expect(sums).toMatchObject({ available: 10, putIn: 10 });
});

test('I9: more units that came back than were sold are reported', async () => {
  const { orderId, variantId } = await sold();
  await restock(orderId, 'rst_7', variantId, 1);
  expect(await t.verify()).toEqual([]);
  await query(t.ctx())
    .updateTable('StockMovement')
    .set({ change: 6 })
    .where('orderId', '=', orderId)
    .where('type', '=', 'RETURN' as never)
    .execute();
  expect(await t.verify()).toContain(
    `I9: order ${orderId}, variant ${variantId}: 5 sold, 6 came back`,
  );
});
