import { randomUUID } from 'node:crypto';
import { describeSilence } from '@emporium/testing/describe-silence';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { expect } from 'vitest';
import { COMMAND_TIMEOUT_MS } from './open-redis.adapter.js';
import { openRedisKeyValue } from './redis-key-value.adapter.js';

describeWithEngine('Redis', engineUrls().redisUrl, (url) => {
  describeSilence('key-value store and channels on Redis', {
    opens: ['packages/kv/src/open-redis.adapter.ts'],
    target: () => url,
    deadlineMs: COMMAND_TIMEOUT_MS,
    open: async (proxy) => {
      const store = await openRedisKeyValue(proxy.through(url), {
        prefix: `test-${randomUUID()}:`,
      });
      const heard: string[] = [];
      await store.subscribe('before', (message) => heard.push(message));
      return {
        calls: {
          get: () => store.get('a'),
          getMany: () => store.getMany(['a', 'b']),
          set: () => store.set('a', '1', 60),
          setIfAbsent: () => store.setIfAbsent('b', '1', 60),
          delete: () => store.delete('b'),
          increment: () => store.increment('n', 1, 60),
          addToBucket: () => store.addToBucket('bucket', 1, 1_000_000),
          publish: () => store.publish('nobody', 'x'),
          ping: () => store.ping(),
        },
        quietCalls: {
          subscribe: () => store.subscribe(`meanwhile-${randomUUID()}`, () => undefined),
          'subscribe and leave': async () =>
            (await store.subscribe('meanwhile', (message) => heard.push(message)))(),
        },
        // The connection of the subscriptions is another one, and nobody calls on it.
        recovered: () =>
          eventually(async () => {
            await store.publish('before', 'again');
            expect(heard).toContain('again');
          }),
        close: () => store.close(),
      };
    },
  });
});
