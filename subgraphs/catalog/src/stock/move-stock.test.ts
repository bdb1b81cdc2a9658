import { inTransaction } from '@emporium/platform/in-transaction';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { lockStock, moveStock } from './move-stock.js';
import { StockMovementType } from './stock-movement.entity.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

test.each([
  ['takes more than is there', -6, 0],
  ['takes what is held for orders', -4, 0],
  ['holds more than is there', 0, 4],
  ['frees more than is held', 0, -3],
])('a move that %s is refused by name before the database has to, and undoes the others', async (_, change, reservedChange) => {
  const [short, other] = [await t.stocked(5), await t.stocked(5)];
  await t.reserve(t.unique('ord_move'), [{ variantId: short.variantId, quantity: 2 }]);
  const ctx = t.ctx();
  const type = StockMovementType.ADJUSTMENT;
  const move = inTransaction(ctx, async () => {
    const locked = await lockStock(ctx, [short.variantId, other.variantId]);
    await moveStock(ctx, locked, [
      { variantId: other.variantId, type, change: -1, reservedChange: 0 },
      { variantId: short.variantId, type, change, reservedChange },
    ]);
  });
  await expect(move).rejects.toThrow(`stock would become negative: ${other.variantId}, ${short.variantId}`);
  expect(await t.stock(short.variantId)).toMatchObject({ onHand: 5, reserved: 2 });
  expect(await t.stock(other.variantId)).toMatchObject({ onHand: 5, reserved: 0 });
});
