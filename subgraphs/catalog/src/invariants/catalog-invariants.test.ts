// First, because it loads reflect-metadata, which the decorators of the others need.
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ReservationState } from '../reservation/reservation.type.js';
import { query } from '../tables.js';
import { catalogInvariants } from './catalog-invariants.js';

let t: TestCatalog;
let variantId: string;
let productId: string;
let orders = 0;
let orderId: string;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());
beforeEach(async () => {
  const db = query(t.ctx());
  await db.deleteFrom('OutboxRow').execute();
  await db.deleteFrom('ReservationLine').execute();
  await db.deleteFrom('Reservation').execute();
  await db.deleteFrom('StockMovement').execute();
  await db.deleteFrom('Stock').execute();
  await db.deleteFrom('ProductVariant').execute();
  await db.deleteFrom('Product').execute();
  ({ variantId, productId } = await t.stocked(10));
  orderId = `ord_inv_${++orders}`;
  await t.reserve(orderId, [{ variantId, quantity: 2 }]);
});

async function problems(): Promise<string[]> {
  const found: string[] = [];
  for (const { id, run } of catalogInvariants)
    found.push(...(await run(t.ctx())).map((text) => `${id} ${text}`));
  return found;
}
const changeStock = () => query(t.ctx()).updateTable('Stock').where('variantId', '=', variantId);
const changeHold = () => query(t.ctx()).updateTable('Reservation').where('orderId', '=', orderId);
const changeLedger = () =>
  query(t.ctx()).updateTable('StockMovement').where('variantId', '=', variantId);

test('a hold of a variant in stock violates nothing', async () => {
  expect(await problems()).toEqual([]);
});

test('I2 and I4: stock that the ledger and the holds do not explain is reported', async () => {
  await changeStock().set({ onHand: 11 }).execute();
  expect(await problems()).toEqual([`I2 variant ${variantId}: stock 11/2, ledger 10/2`]);
  await changeStock().set({ onHand: 10, reserved: 3 }).execute();
  expect(await problems()).toEqual([
    `I2 variant ${variantId}: stock 10/3, ledger 10/2`,
    `I4 variant ${variantId}: 3 reserved, open holds say 2`,
  ]);
});

test('I2: a line of the ledger whose balance is not the sum up to it is reported, also in the middle', async () => {
  const { id } = await changeLedger()
    .set({ balanceAfter: 9 })
    .where('type', '=', 'INITIAL_STOCK' as never)
    .returning('id')
    .executeTakeFirstOrThrow();
  expect(await problems()).toEqual([
    `I2 ledger line ${id} of variant ${variantId}: balance 9/0, sum 10/0`,
  ]);
});

test('I4: a hold in another state than its lines of the ledger, without lines, or past its time is reported', async () => {
  await changeHold().set({ state: ReservationState.CONFIRMED }).execute();
  expect(await problems()).toContain(
    `I4 order ${orderId} (CONFIRMED), variant ${variantId}: 2 units, ledger says 0 on hand and 2 reserved`,
  );
  await changeHold()
    .set({ state: ReservationState.HELD, expiresAt: sql<Date>`now() - interval '6 minutes'` })
    .execute();
  expect(await problems()).toEqual([
    expect.stringContaining(`I4 the hold of order ${orderId} should have ended at`),
  ]);
  await query(t.ctx()).deleteFrom('ReservationLine').where('orderId', '=', orderId).execute();
  expect(await problems()).toContain(`I4 order ${orderId} has an open hold without lines`);
});

test('I9: units given back that were never taken, and a line of an order without a hold, are reported', async () => {
  await changeLedger()
    .set({ type: 'ORDER_CANCELLED' as never, change: 1 })
    .where('orderId', '=', orderId)
    .execute();
  expect(await problems()).toContain(
    `I9 order ${orderId}, variant ${variantId}: 0 taken, 1 given back`,
  );
  await query(t.ctx()).deleteFrom('ReservationLine').where('orderId', '=', orderId).execute();
  await query(t.ctx()).deleteFrom('Reservation').where('orderId', '=', orderId).execute();
  expect(await problems()).toContainEqual(
    expect.stringMatching(`^I9 ledger line mov_\\S+ names order ${orderId}, which has no hold$`),
  );
});

test('I12: a version that nobody was told of, was told twice, or is missing in between is reported', async () => {
  const outbox = () => query(t.ctx()).updateTable('OutboxRow').where('aggregateId', '=', variantId);
  await query(t.ctx())
    .updateTable('Product')
    .set({ version: 2 })
    .where('id', '=', productId)
    .execute();
  expect(await problems()).toEqual([
    `I12 ${productId} is at version 2, the outbox has 1 rows for versions 1 to 1`,
  ]);
  await query(t.ctx())
    .updateTable('Product')
    .set({ version: 1 })
    .where('id', '=', productId)
    .execute();
  const { version } = await query(t.ctx())
    .selectFrom('Stock')
    .select('version')
    .where('variantId', '=', variantId)
    .executeTakeFirstOrThrow();
  await changeStock()
    .set({ version: version + 2 })
    .execute();
  await outbox()
    .set({ aggregateVersion: version + 2 })
    .where('aggregateVersion', '=', version)
    .execute();
  expect(await problems()).toEqual([
    expect.stringContaining(`I12 ${variantId} is at version ${version + 2}`),
  ]);
  await query(t.ctx()).deleteFrom('OutboxRow').where('aggregateId', '=', variantId).execute();
  expect(await problems()).toEqual([
    `I12 ${variantId} is at version ${version + 2}, the outbox has no row of it`,
  ]);
});
