import { allocate } from '@emporium/money/allocate';
import { expect, test } from 'vitest';
import { shareOfUnits } from './share-of-units.js';

test('the share of the next units is what the largest remainder gives them, and all shares are the total', () => {
  for (const [total, quantity] of [
    [1_000, 3],
    [1_001, 3],
    [2, 7],
    [0, 4],
    [999, 1],
    [123_457, 250],
  ] as const) {
    const parts = allocate(
      { minor: total, currency: 'EUR' },
      Array.from({ length: quantity }, () => 1),
    ).map(({ minor }) => minor);
    let refunded = 0;
    for (let unit = 0; unit < quantity; unit++) {
      const share = shareOfUnits({ quantity, total, refundedQuantity: unit, refunded }, 1);
      expect(share).toBe(parts[unit]);
      refunded += share;
    }
    expect(refunded).toBe(total);
  }
});

test('never more than is left of the line goes back', () => {
  expect(shareOfUnits({ quantity: 2, total: 100, refundedQuantity: 0, refunded: 80 }, 1)).toBe(20);
  expect(shareOfUnits({ quantity: 2, total: 100, refundedQuantity: 1, refunded: 100 }, 1)).toBe(0);
});
