import { randomUUID } from 'node:crypto';
import { createServer, type Server, type Socket, connect } from 'node:net';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { Redis } from 'ioredis';
import { afterAll, expect, test, vi } from 'vitest';
import { describeKeyValue } from './key-value.contract.js';
import { openRedisKeyValue } from './redis-key-value.adapter.js';

describeWithEngine('Redis', engineUrls().redisUrl, (url) => {
  let admin: Redis | undefined;
  const client = () => (admin ??= new Redis(url));
  afterAll(() => admin?.disconnect());

  describeKeyValue(
    'Redis',
    async () => {
      const prefix = `test-${randomUUID()}:`;
      const keys = () => client().keys(`${prefix}*`);
      return {
        store: await openRedisKeyValue(url, { prefix }),
        another: () => openRedisKeyValue(url, { prefix }),
        elapse: async (seconds) => {
          for (const key of await keys()) {
            const left = await client().pttl(key);
            if (left >= 0) await client().pexpire(key, left - seconds * 1_000);
          }
        },
        dispose: async () => {
          const left = await keys();
          if (left.length > 0) await client().del(left);
        },
      };
    },
    { shared: true },
  );

  test('Redis away or silent: every call fails in under a second, and works again by itself once it is back', async () => {
    const proxy = await startProxy(new URL(url));
    const prefix = `test-${randomUUID()}:`;
    const store = await openRedisKeyValue(proxy.url, { prefix });
    const heard: string[] = [];
    await store.subscribe('news', (message) => heard.push(message));
    try {
      await store.set('k', 'before', 60);
      for (const fault of ['silent', 'down'] as const) {
        proxy.mode = fault;
        for (const call of [
          () => store.get('k'),
          () => store.set('k', 'lost', 60),
          () => store.increment('n', 1, 60),
          () => store.ping(),
        ]) {
          const start = performance.now();
          await expect(call()).rejects.toBeInstanceOf(Error);
          expect(performance.now() - start).toBeLessThan(1_000);
        }
        proxy.mode = 'up';
        await vi.waitFor(() => store.ping(), { timeout: 20_000 });
        await store.set('k', `after ${fault}`, 60);
        expect(await store.get('k')).toBe(`after ${fault}`);
        await vi.waitFor(
          async () => {
            await store.publish('news', fault);
            expect(heard).toContain(fault);
          },
          { timeout: 20_000 },
        );
      }
    } finally {
      await store.close();
      await proxy.close();
    }
  });

  test('a store opened while Redis is away starts, and subscriptions made meanwhile work once it is there', async () => {
    const proxy = await startProxy(new URL(url));
    proxy.mode = 'down';
    const store = await openRedisKeyValue(proxy.url, { prefix: `test-${randomUUID()}:` });
    try {
      const heard: string[] = [];
      await store.subscribe('news', (message) => heard.push(message));
      await expect(store.ping()).rejects.toBeInstanceOf(Error);
      proxy.mode = 'up';
      await vi.waitFor(() => store.ping(), { timeout: 20_000 });
      await vi.waitFor(
        async () => {
          await store.publish('news', 'hello');
          expect(heard).toContain('hello');
        },
        { timeout: 20_000 },
      );
    } finally {
      await store.close();
      await proxy.close();
    }
  });
});

interface Proxy {
  url: string;
  mode: 'up' | 'silent' | 'down';
  close(): Promise<void>;
}

/** Stands between the store and Redis: passes bytes, swallows them, or closes every connection. */
async function startProxy(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const deaf = new WeakSet<Socket>();
  let mode: Proxy['mode'] = 'up';
  const server: Server = createServer((client) => {
    if (mode === 'down') return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (mode === 'up' && !deaf.has(from)) to.write(bytes);
      });
      from.on('error', () => undefined).on('close', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as { port: number }).port}`,
    get mode() {
      return mode;
    },
    set mode(next) {
      if (next === 'down') drop();
      // As behind a dead host: what was connected stays silent for good, only new connections work.
      if (next === 'silent') for (const socket of sockets) deaf.add(socket);
      mode = next;
    },
    close: async () => {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
