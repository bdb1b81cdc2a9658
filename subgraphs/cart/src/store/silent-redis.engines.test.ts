import { randomUUID } from 'node:crypto';
import { COMMAND_TIMEOUT_MS } from '@emporium/kv/open-redis.adapter';
import { money } from '@emporium/money/money';
import { describeSilence } from '@emporium/testing/describe-silence';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { openRedisCartStore } from './redis-cart-store.adapter.js';

describeWithEngine('Redis', engineUrls().redisUrl, (url) => {
  describeSilence('carts on Redis', {
    opens: ['packages/kv/src/open-redis.adapter.ts'],
    target: () => url,
    deadlineMs: COMMAND_TIMEOUT_MS,
    open: async (proxy) => {
      const store = await openRedisCartStore(proxy.through(url), {
        prefix: `test-${randomUUID()}:`,
      });
      const { id: cartId } = await store.create();
      const line = {
        variantId: 'v',
        quantity: 1,
        priceWhenAdded: money(100, 'EUR'),
        name: 'V',
        sku: 'v',
      };
      return {
        calls: {
          create: () => store.create(),
          get: () => store.get({ cartId }),
          addLines: () => store.addLines({ cartId }, [line]),
          setDiscountCodes: () => store.setDiscountCodes({ cartId }, ['X']),
          openForUser: () => store.openForUser('usr_1'),
          dropVariants: () => store.dropVariants(['v']),
          ping: () => store.ping(),
        },
        close: async () => {
          await store.dropUser('usr_1');
          await store.close();
        },
      };
    },
  });
});
