import { OrderEdited } from '@emporium/orders-events';
import { service } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { query } from '../tables.js';

let t: TestCatalog;
beforeAll(async () => void (t = await startCatalog()));
afterAll(() => t.close());

type Units = { variantId: string; quantity: number }[];
let orders = 0;
/** A paid order of 5 units of a variant that had 10, and another variant with 10. */
async function sold() {
  const { variantId } = await t.stocked(10);
  const { variantId: other } = await t.stocked(10);
  const orderId = `ord_edited_${++orders}`;
  await t.reserve(orderId, [{ variantId, quantity: 5 }]);
  await t.paid(orderId);
  return { orderId, variantId, other, editId: `oed_${orders}` };
}
const edited = (orderId: string, editId: string, added: Units, removed: Units, version = 3) => {
  const eur = { minor: 1, currency: 'EUR' };
  const about = { orderId, number: '1', userId: null, version, editId, added, removed };
  return t.deliver(OrderEdited, {
    key: orderId,
    version,
    data: { ...about, lines: [], total: eur, difference: eur, amountDue: eur, givenBack: [] },
  });
};
const stockOf = async (variantId: string) => {
  const { onHand, reserved } = await t.stock(variantId);
  return [onHand, reserved];
};
const hold = async (orderId: string) =>
  (
    await t.ask(
      'query ($id: ID!) { _reservation(orderId: $id) { state lines { variantId quantity unitPrice { minor } } } }',
      { id: orderId },
      service('orders'),
    )
  )._reservation;

test('held units of a change become sold ones of the order, removed ones are back, once', async () => {
  const { orderId, variantId, other, editId } = await sold();
  await t.reserve(editId, [{ variantId: other, quantity: 3 }]);
  const added = [{ variantId: other, quantity: 3 }];
  const removed = [{ variantId, quantity: 2 }];
  await edited(orderId, editId, added, removed);
  await edited(orderId, editId, added, removed);
  expect(await stockOf(variantId)).toEqual([7, 0]);
  expect(await stockOf(other)).toEqual([7, 0]);
  const lines = [
    { variantId, quantity: 3 },
    { variantId: other, quantity: 3, unitPrice: { minor: 1_000 } },
  ].toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1));
  expect(await hold(orderId)).toMatchObject({ state: 'CONFIRMED', lines });
  expect((await hold(editId)).state).toBe('RELEASED');
  expect(await t.verify()).toEqual([]);
});

test('a variant that is removed as a whole leaves the hold, and may be added again', async () => {
  const { orderId, variantId, other, editId } = await sold();
  await t.reserve(editId, [{ variantId: other, quantity: 1 }]);
  const one = [{ variantId: other, quantity: 1 }];
  const all = [{ variantId, quantity: 5 }];
  await edited(orderId, editId, one, all);
  expect((await hold(orderId)).lines).toMatchObject(one);
  await t.reserve(`${editId}b`, all);
  await edited(orderId, `${editId}b`, all, one, 4);
  expect((await hold(orderId)).lines).toMatchObject(all);
  expect(await stockOf(variantId)).toEqual([5, 0]);
  expect(await t.verify()).toEqual([]);
});

test('an order that is cancelled after a change gives back what it has then', async () => {
  const { orderId, variantId, other, editId } = await sold();
  await t.reserve(editId, [{ variantId: other, quantity: 2 }]);
  await edited(orderId, editId, [{ variantId: other, quantity: 2 }], [{ variantId, quantity: 1 }]);
  await t.cancelled(orderId, true);
  expect(await stockOf(variantId)).toEqual([10, 0]);
  expect(await stockOf(other)).toEqual([10, 0]);
  expect(await t.verify()).toEqual([]);
  for (const id of [variantId, other]) {
    const sums = (await t.command('stock-sums')).find((line) => line['variantId'] === id);
    expect(sums).toMatchObject({ available: 10, putIn: 10 });
  }
});

test('a hold of a change that orders refused is free again, one that it knows stays', async () => {
  const asked: string[] = [];
  const u = await startCatalog({
    calls: {
      orders: ({ variables }) => {
        asked.push(String(variables!['id']));
        const refused = String(variables!['id']) === 'oed_refused';
        return { _order: null, _orderEdit: { status: refused ? 'REFUSED' : 'APPLIED' } };
      },
    },
  });
  const { variantId } = await u.stocked(10);
  const past = new Date(Date.now() - 3_600_000);
  await u.reserve('oed_refused', [{ variantId, quantity: 1 }], past);
  await u.reserve('oed_applied', [{ variantId, quantity: 2 }], past);
  await u.runJob('sweep-reservations');
  expect(asked.toSorted()).toEqual(['oed_applied', 'oed_refused']);
  expect((await u.stock(variantId)).reserved).toBe(2);
  await u.close();
});

test('a quote holds nothing and names what is not there', async () => {
  const { variantId } = await t.stocked(3);
  const QUOTE = `query ($lines: [ReservationLine!]!) { _stockQuote(lines: $lines) { lines { variantId quantity unitPrice { minor } }
    userErrors { ... on UserError { code path } } } }`;
  const quote = async (quantity: number) =>
    (await t.ask(QUOTE, { lines: [{ variantId, quantity }] }, service('orders')))._stockQuote;
  expect(await quote(3)).toEqual({
    lines: [{ variantId, quantity: 3, unitPrice: { minor: 1_000 } }],
    userErrors: [],
  });
  expect((await quote(4)).userErrors).toEqual([
    { code: 'INSUFFICIENT_STOCK', path: ['lines', '0', 'quantity'] },
  ]);
  expect(await stockOf(variantId)).toEqual([3, 0]);
});

test('I4: units of a change that are missing in the hold are reported', async () => {
  const { orderId, variantId, editId } = await sold();
  await edited(orderId, editId, [], [{ variantId, quantity: 1 }]);
  expect(await t.verify()).toEqual([]);
  await query(t.ctx())
    .updateTable('ReservationLine')
    .set({ quantity: 5 })
    .where('orderId', '=', orderId)
    .execute();
  expect(await t.verify()).toContain(
    `I4: order ${orderId} (CONFIRMED), variant ${variantId}: 5 units, ledger says -4 on hand and 0 reserved`,
  );
});
