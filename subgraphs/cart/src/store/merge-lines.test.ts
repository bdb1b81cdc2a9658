import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_LINES, MAX_QUANTITY } from './limits.js';
import { CartMergePolicy, mergeLines } from './merge-lines.js';

const lines = fc.uniqueArray(
  fc.record({
    variantId: fc.integer({ min: 0, max: 300 }).map(String),
    quantity: fc.integer({ min: 1, max: MAX_QUANTITY }),
  }),
  {
    selector: (line) => line.variantId,
    maxLength: MAX_LINES,
  },
);
const quantityOf = (cart: { variantId: string; quantity: number }[], id: string) =>
  cart.find((line) => line.variantId === id)?.quantity ?? 0;

test('a merged cart holds what its policy says, nothing else, and stays within the limits', () => {
  fc.assert(
    fc.property(
      lines,
      lines,
      fc.constantFrom(...Object.values(CartMergePolicy)),
      (user, guest, policy) => {
        const merged = mergeLines(user, guest, policy);
        expect(new Set(merged.map((line) => line.variantId)).size).toBe(merged.length);
        expect(merged.length).toBeLessThanOrEqual(MAX_LINES);
        for (const { variantId, quantity } of merged) {
          const [u, g] = [quantityOf(user, variantId), quantityOf(guest, variantId)];
          const wanted = {
            SUM: Math.min(MAX_QUANTITY, u + g),
            MAX: Math.max(u, g),
            KEEP_GUEST: g,
            KEEP_USER: u,
          }[policy];
          expect(quantity).toBe(wanted);
        }
        const union = new Set([...user, ...guest].map((line) => line.variantId)).size;
        expect(merged.length).toBeGreaterThanOrEqual(
          policy === 'SUM' || policy === 'MAX' ? Math.min(MAX_LINES, union) : 0,
        );
      },
    ),
  );
});
