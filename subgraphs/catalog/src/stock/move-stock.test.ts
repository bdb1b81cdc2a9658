import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { inTransaction } from '@emporium/platform/in-transaction';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockStock, moveStock } from './move-stock.js';
import { StockMovementType } from './stock-movement.entity.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

test.each([
  ['more than is on hand leaves', { change: -6, reservedChange: 0 }],
  ['more is promised than is on hand', { change: 0, reservedChange: 6 }],
  ['what is promised leaves unasked', { change: -4, reservedChange: 0 }],
  ['more is freed than was promised', { change: 0, reservedChange: -3 }],
])(
  '%s: the move is refused before the checks of the table, and nothing changes',
  async (_, change) => {
    const { variantId } = await t.stocked(5);
    await t.reserve(`ord_${variantId}`, [{ variantId, quantity: 2 }]);
    const before = await t.stock(variantId);
    const ctx = t.ctx();
    const move = inTransaction(ctx, async () => {
      const locked = await lockStock(ctx, [variantId]);
      await moveStock(ctx, locked, [{ variantId, type: StockMovementType.ADJUSTMENT, ...change }]);
    });
    await expect(move).rejects.toThrow(`stock would become negative: ${variantId}`);
    expect(await t.stock(variantId)).toEqual(before);
  },
);
