import { afterAll, beforeAll, describe } from 'vitest';
import { testCarts } from './contract/cart-guarantees.contract.js';
import type { CartStoreUnderTest } from './contract/cart-store-test.contract.js';
import { testLines } from './contract/line-guarantees.contract.js';
import { testMoves } from './contract/move-guarantees.contract.js';

/** What every cart store must guarantee. */
export function describeCartStore(name: string, make: () => Promise<CartStoreUnderTest>): void {
  describe(`cart store ${name}`, () => {
    let made: CartStoreUnderTest;
    beforeAll(async () => void (made = await make()));
    afterAll(() => made.close());
    const shared = { under: () => made, store: () => made.store };
    testCarts(shared);
    testLines(shared);
    testMoves(shared);
  });
}
