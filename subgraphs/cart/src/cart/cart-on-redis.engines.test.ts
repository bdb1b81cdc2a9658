import { ProductCreated, ProductDeleted } from '@emporium/catalog-events';
import { OrderPaid } from '@emporium/orders-events';
import { customer } from '@emporium/testing/principals';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cartIdHash } from '../store/cart-id.js';
import { noRedisServer, type OwnRedis, startOwnRedis } from '../store/redis/own-redis.fixture.js';
import { content, openCartShop, product, variant } from './cart-shop.fixture.js';

if (noRedisServer) test('carts on Redis (whole suite)', (context) => context.skip(noRedisServer));
else
  describe('carts on Redis', () => {
    let redis: OwnRedis;
    let shop: Awaited<ReturnType<typeof openCartShop>>;
    beforeAll(async () => {
      redis = await startOwnRedis();
      shop = await openCartShop({ KV_URL: redis.url });
    });
    afterAll(async () => {
      await shop?.t.close();
      await redis?.close();
    });
    beforeEach(() => shop.catalog.reset());

    test('a guest shops, logs in, orders and pays: the cart is merged, then emptied of what was ordered, once', async () => {
      const { t, add, read, run } = shop;
      expect(t.ctx().services.carts.kind).toBe('redis');
      const ada = customer('usr_ada');
      const { cart: guest } = await add(null, [
        { variantId: 'var_a', quantity: 2 },
        { variantId: 'var_b' },
      ]);
      expect(guest.cost.total).toMatchObject({ minor: 2_250 });
      const { cart: merged } = await run(`cartMerge(guestCartId: "${guest.id}")`, ada);
      expect(content(merged)).toEqual({ var_a: 2, var_b: 1 });
      expect(await read(guest.id)).toBeNull();
      expect(await read(merged.id)).toBeNull();
      await add(merged.id, [{ variantId: 'var_b', quantity: 4 }], ada);
      const paid = {
        orderId: 'ord_redis',
        number: 'E-1',
        userId: 'usr_ada',
        version: 2,
        cartIdHash: cartIdHash(guest.id),
        cartVersion: guest.version,
        lines: [
          { variantId: 'var_a', quantity: 2 },
          { variantId: 'var_b', quantity: 1 },
        ],
        total: { minor: 2_250, currency: 'EUR' },
        currency: 'EUR',
      };
      for (let n = 0; n < 3; n++)
        await t.deliver(OrderPaid, { key: 'ord_redis', version: 2, data: paid });
      expect(content(await read(merged.id, ada))).toEqual({ var_b: 4 });
    });

    test('a product that is deleted leaves carts on Redis too', async () => {
      const { t, catalog, add, read } = shop;
      catalog.variants.set('var_gone', { minor: 5, available: 5 });
      await t.deliver(ProductCreated, {
        key: 'prod_gone',
        version: 1,
        data: product('prod_gone', [variant('var_gone', 5, 5)]),
      });
      const { cart } = await add(null, [{ variantId: 'var_gone' }, { variantId: 'var_a' }]);
      await t.deliver(ProductDeleted, {
        key: 'prod_gone',
        version: 2,
        data: product('prod_gone', [], { version: 2 }),
      });
      expect(content(await read(cart.id))).toEqual({ var_a: 1 });
    });
  });
