import { randomUUID } from 'node:crypto';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { Redis } from 'ioredis';
import { afterAll } from 'vitest';
import { cartIdHash } from './cart-id.js';
import { describeCartStore } from './cart-store.contract.js';
import { openRedisCartStore } from './redis-cart-store.adapter.js';

describeWithEngine('Redis', engineUrls().redisUrl, (url) => {
  const admin = new Redis(url);
  afterAll(() => admin.disconnect());

  describeCartStore('on Redis', async () => {
    const prefix = `test-${randomUUID()}:cart:`;
    const store = await openRedisCartStore(url, { prefix });
    return {
      store,
      expire: async (cartId) => void (await admin.pexpire(`${prefix}{carts}:cart:${cartIdHash(cartId)}`, 0)),
      close: async () => {
        await store.close();
        const left = await admin.keys(`${prefix}*`);
        if (left.length > 0) await admin.del(left);
      },
    };
  });
});
