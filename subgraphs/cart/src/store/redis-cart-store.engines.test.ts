import { randomUUID } from 'node:crypto';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { money } from '@emporium/money/money';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { cartIdHash } from './cart-id.js';
import { describeCartStore } from './cart-store.contract.js';
import { MAX_LINES, MAX_QUANTITY } from './limits.js';
import { CartMergePolicy, mergeLines } from './merge-lines.js';
import { openRedisCartStore } from './redis-cart-store.adapter.js';

describeWithEngine('Redis', engineUrls().redisUrl, (url) => {
  const admin = new Redis(url);
  afterAll(() => admin.disconnect());

  describeCartStore('on Redis', async () => {
    const prefix = `test-${randomUUID()}:cart:`;
    const store = await openRedisCartStore(url, { prefix });
    return {
      store,
      expire: async (cartId) =>
        void (await admin.pexpire(`${prefix}{carts}:cart:${cartIdHash(cartId)}`, 0)),
      close: async () => {
        await store.close();
        const left = await admin.keys(`${prefix}*`);
        if (left.length > 0) await admin.del(left);
      },
    };
  });

  test('the script merges any two carts exactly as mergeLines says', async () => {
    const prefix = `test-${randomUUID()}:cart:`;
    const store = await openRedisCartStore(url, { prefix });
    const lines = fc.uniqueArray(
      fc.record({
        variantId: fc.integer({ min: 0, max: 260 }).map((n) => `v ${n}:é`),
        quantity: fc.integer({ min: 1, max: MAX_QUANTITY }),
      }),
      { selector: (line) => line.variantId, maxLength: MAX_LINES },
    );
    let users = 0;
    await fc.assert(
      fc.asyncProperty(
        lines,
        lines,
        fc.constantFrom(...Object.values(CartMergePolicy)),
        async (mine, guests, policy) => {
          const userId = `usr_${++users}`;
          const full = (line: { variantId: string; quantity: number }) => ({
            ...line,
            priceWhenAdded: money(2 ** 53 - 1, 'EUR'),
            name: 'N\0ä"\n',
            sku: '',
          });
          const own = await store.openForUser(userId);
          const guest = await store.create();
          await store.addLines({ cartId: own.id, userId }, mine.map(full));
          await store.addLines({ cartId: guest.id }, guests.map(full));
          const merged = await store.merge(guest.id, userId, policy);
          const cart = merged.done ? merged.cart : undefined;
          expect(cart?.lines.map(({ id: _id, ...line }) => line)).toEqual(
            mergeLines(mine, guests, policy).map(full),
          );
        },
      ),
      { numRuns: 60 },
    );
    const left = await admin.keys(`${prefix}*`);
    if (left.length > 0) await admin.del(left);
    await store.close();
  });
});
