import { SubgraphUnavailableError } from '@emporium/platform/subgraph-client';
import { money } from '@emporium/money/money';
import { eventually } from '@emporium/testing/eventually';
import { type Faults, type FaultProxy, startFaultProxy } from '@emporium/testing/fault-proxy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartIdHash } from './cart-id.js';
import type { CartStore } from './cart-store.js';
import { CartMergePolicy } from './merge-lines.js';
import { openRedisCartStore } from './redis-cart-store.adapter.js';
import { noRedisServer, type OwnRedis, startOwnRedis } from './redis/own-redis.fixture.js';

const piece = (variantId: string) => ({
  variantId,
  quantity: 1,
  priceWhenAdded: money(100, 'EUR'),
  name: variantId,
  sku: variantId,
});
const quantityOf = async (store: CartStore, cartId: string, variantId: string) =>
  (await store.get({ cartId }))!.lines.find((line) => line.variantId === variantId)?.quantity ?? 0;

if (noRedisServer) test('faults of Redis (whole suite)', (context) => context.skip(noRedisServer));
else
  describe('faults of Redis', () => {
    let redis: OwnRedis;
    let proxy: FaultProxy;
    let store: CartStore;
    beforeAll(async () => {
      redis = await startOwnRedis();
      proxy = await startFaultProxy(redis.url);
      store = await openRedisCartStore(proxy.through(redis.url));
    });
    afterAll(async () => {
      await store?.close();
      await proxy?.close();
      await redis?.close();
    });
    const back = () => eventually(() => store.ping().then(() => true));
    const add = (cartId: string, variantId: string) =>
      store.addLines({ cartId }, [piece(variantId)]);

    test.each<[string, Faults]>([
      ['refuses connections', { connections: 'refuse' }],
      ['resets connections', { connections: 'reset' }],
      ['hangs', { toClient: { hang: 'lose' } }],
      ['is paused', { toServer: { hang: 'hold' } }],
      ['answers after two seconds', { toClient: { latencyMs: 2_000 } }],
      ['breaks off in the middle of answers', { toClient: { limitBytes: 3 } }],
    ])(
      'a Redis that %s: every operation is unavailable, and works again by itself',
      async (_name, fault) => {
        const { id } = await store.create();
        await add(id, 'before');
        await proxy.set(fault);
        const calls = [
          store.create(),
          store.openForUser('usr_f'),
          store.get({ cartId: id }),
          store.getOfUser('usr_f'),
          store.getForService(id),
          add(id, 'during'),
          store.setQuantities({ cartId: id }, [{ lineId: 'crl_1', quantity: 1 }]),
          store.removeLines({ cartId: id }, ['crl_1']),
          store.setDiscountCodes({ cartId: id }, ['X']),
          store.merge(id, 'usr_g', CartMergePolicy.KEEP_USER),
          store.takeOut(cartIdHash(id), 'ord_f', []),
          store.dropVariants(['none']),
          store.dropUser('usr_none'),
          store.ping(),
        ];
        const results = await Promise.allSettled(calls);
        for (const [n, result] of results.entries()) {
          expect(result, `call ${n}`).toMatchObject({
            status: 'rejected',
            reason: expect.any(SubgraphUnavailableError),
          });
        }
        await proxy.heal();
        await back();
        const other = await store.create();
        await add(other.id, 'after');
        expect(await quantityOf(store, other.id, 'after')).toBe(1);
      },
    );

    test('an add whose answer is lost is never executed twice', async () => {
      const { id } = await store.create();
      await add(id, 'x');
      for (let n = 0; n < 5; n++) {
        const had = await quantityOf(store, id, 'x');
        await proxy.set({ toClient: { limitBytes: 0 } });
        await expect(add(id, 'x')).rejects.toBeInstanceOf(SubgraphUnavailableError);
        await proxy.heal();
        await back();
        expect(await quantityOf(store, id, 'x')).toBe(had + 1);
      }
    });

    test('a full Redis refuses new things and evicts no cart', async () => {
      const { id } = await store.create();
      await add(id, 'kept');
      await redis.admin.config('SET', 'maxmemory', '1');
      await expect(add(id, 'more')).rejects.toBeInstanceOf(SubgraphUnavailableError);
      await expect(store.create()).rejects.toBeInstanceOf(SubgraphUnavailableError);
      expect(await quantityOf(store, id, 'kept')).toBe(1);
      await redis.admin.config('SET', 'maxmemory', '0');
      await add(id, 'more');
      expect(await quantityOf(store, id, 'more')).toBe(1);
    });

    test('after Redis was emptied old carts are missing and new ones work', async () => {
      const { id } = await store.create();
      const own = await store.openForUser('usr_emptied');
      await redis.admin.flushall();
      await redis.admin.script('FLUSH');
      expect(await add(id, 'x')).toEqual({ done: false, reason: 'NOT_FOUND' });
      expect((await store.openForUser('usr_emptied')).id).not.toBe(own.id);
    });

    // I18. Without the append-only file all of it would be gone: only a snapshot every few minutes
    // would be left.
    test('what was acknowledged is there after kill -9 in the middle of many adds', async () => {
      const carts = await Promise.all(Array.from({ length: 8 }, () => store.create()));
      for (let round = 0; round < 3; round++) {
        const acknowledged = new Map<string, number>();
        const unknown = new Map<string, number>();
        const before = new Map(
          await Promise.all(
            carts.map(async ({ id }) => [id, await quantityOf(store, id, 'v')] as const),
          ),
        );
        let done = 0;
        let killed = false;
        const shoppers = carts.map(async ({ id }) => {
          while (!killed) {
            const counts = await add(id, 'v').then(
              () => acknowledged,
              () => unknown,
            );
            counts.set(id, (counts.get(id) ?? 0) + 1);
            done++;
          }
        });
        await eventually(() => done > 400);
        const gone = redis.kill();
        await gone;
        killed = true;
        await Promise.all(shoppers);
        await redis.start();
        await back();
        for (const { id } of carts) {
          const added = (await quantityOf(store, id, 'v')) - before.get(id)!;
          expect(added).toBeGreaterThanOrEqual(acknowledged.get(id) ?? 0);
          expect(added).toBeLessThanOrEqual((acknowledged.get(id) ?? 0) + (unknown.get(id) ?? 0));
        }
        expect([...acknowledged.values()].reduce((a, b) => a + b)).toBeGreaterThan(300);
      }
    });

    test('nothing is written outside the prefix, and everything runs out by itself', async () => {
      const { id } = await store.create();
      await add(id, 'x');
      const own = await store.openForUser('usr_keys');
      await store.addLines({ cartId: own.id, userId: 'usr_keys' }, [piece('x'), piece('y')]);
      await store.merge(id, 'usr_keys', CartMergePolicy.SUM);
      const keys = await redis.admin.keys('*');
      expect(keys.filter((key) => !key.startsWith('cart:'))).toEqual([]);
      expect(keys.join()).not.toContain(id);
      for (const key of keys) expect(await redis.admin.pttl(key), key).toBeGreaterThan(0);
    });
  });
