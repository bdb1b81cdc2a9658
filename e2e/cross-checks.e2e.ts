import { sqlRows, sqlRun } from '@emporium/db/sql';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { crossChecks } from '@emporium/shop/verify/cross-checks';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as q from './purchase.js';
import { order, prize, shopper, type Prize } from './race.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

describe.skipIf(deploymentUrl() !== undefined)(
  'every check between subgraphs reports a planted violation',
  { timeout: 120_000 },
  () => {
    let shop: ShopUnderTest;
    let goods: Prize;
    let orderId: string;
    let paymentId: string;
    beforeAll(async () => {
      // The machine may be busy with other tests.
      shop = await shopUnderTest({ LIMIT_SUBGRAPH_TIMEOUT_MS: '20000' });
      goods = await eventually(() => prize(shop, 5), 60_000);
      const buyer = await shopper(shop, goods, 1);
      orderId = (await order(buyer)).orderId!;
      paymentId = (await buyer.client.get(q.PAY, { id: orderId, method: 'tok_ok', key: 'pay' }))
        .paymentCreate.payment.id;
      await caughtUp(shop.shop!);
    }, 240_000);
    afterAll(() => shop?.close());

    const em = (name: string) =>
      shop.shop!.subgraphs.find((subgraph) => subgraph.name === name)!.database.fork();

    async function violations(): Promise<string[]> {
      const found: string[] = [];
      for (const check of crossChecks) {
        await check.run(shop.shop!, {
          found: (id, text) => void found.push(`${id} ${text}`),
          progress: () => undefined,
        });
      }
      return found;
    }

    /** What is reported while a row is changed; it is put back as it was. */
    async function planted(
      name: string,
      table: string,
      where: string,
      change: string,
    ): Promise<string[]> {
      await sqlRun(
        em(name),
        `create temporary table kept as select * from ${name}.${table} where ${where}`,
      );
      expect(await sqlRun(em(name), change)).toBeGreaterThan(0);
      try {
        return await violations();
      } finally {
        await em(name).transactional(async (tx) => {
          const inside = tx as ReturnType<typeof em>;
          await sqlRun(inside, `set local session_replication_role = replica`);
          await sqlRun(inside, `delete from ${name}.${table} where ${where}`);
          await sqlRun(inside, `insert into ${name}.${table} select * from kept`);
          await sqlRun(inside, `drop table kept`);
        });
      }
    }

    test('a shop in which somebody bought something violates nothing', async () => {
      expect(await violations()).toEqual([]);
    });

    test('I3: units that came from nowhere', async () => {
      const found = await planted(
        'catalog',
        'stock',
        `variant_id = '${goods.variantId}'`,
        `update catalog.stock set on_hand = on_hand + 1 where variant_id = '${goods.variantId}'`,
      );
      expect(found).toContain(
        `I3 variant ${goods.variantId}: 5 available + 1 ordered, but 5 put in stock`,
      );
    });

    test('I5: another amount, money of an order that is not paid, money of no order', async () => {
      const payment = [`payment`, `id = '${paymentId}'`] as const;
      expect(
        await planted(
          'payments',
          ...payment,
          `update payments.payment set amount = 5, captured = 5 where id = '${paymentId}'`,
        ),
      ).toEqual([`I5 order ${orderId} over 1234 EUR is PAID with 1 payment(s) of 5 EUR`]);
      expect(
        await planted(
          'payments',
          ...payment,
          `update payments.payment set currency = 'USD' where id = '${paymentId}'`,
        ),
      ).toEqual([`I5 order ${orderId} over 1234 EUR is PAID with 1 payment(s) of 1234 USD`]);
      expect(
        await planted(
          'payments',
          ...payment,
          `update payments.payment set status = 'FAILED' where id = '${paymentId}'`,
        ),
      ).toEqual([`I5 order ${orderId} over 1234 EUR is PAID with 0 payment(s) of nothing`]);
      const orders = ['orders', `id = '${orderId}'`] as const;
      expect(
        await planted(
          'orders',
          ...orders,
          `update orders.orders set status = 'PENDING' where id = '${orderId}'`,
        ),
      ).toEqual([
        `I5 payment ${paymentId} is CAPTURED, its order ${orderId} PENDING`,
        `I9 order ${orderId} is PENDING, its reservation CONFIRMED`,
      ]);
      expect(
        await planted(
          'orders',
          ...orders,
          `update orders.orders set status = 'REJECTED' where id = '${orderId}'`,
        ),
      ).toEqual([
        `I5 payment ${paymentId} is CAPTURED and belongs to no order`,
        `I9 reservation of order ${orderId} is CONFIRMED, but there is no such order`,
        `I3 variant ${goods.variantId}: 4 available + 0 ordered, but 5 put in stock`,
      ]);
    });

    test('I9: a hold in another state, of other units, or none', async () => {
      const hold = [`reservation`, `order_id = '${orderId}'`] as const;
      expect(
        await planted(
          'catalog',
          ...hold,
          `update catalog.reservation set state = 'HELD' where order_id = '${orderId}'`,
        ),
      ).toEqual([`I9 order ${orderId} is PAID, its reservation HELD`]);
      const lines = [`reservation_line`, `order_id = '${orderId}'`] as const;
      expect(
        await planted(
          'catalog',
          ...lines,
          `update catalog.reservation_line set quantity = 2 where order_id = '${orderId}'`,
        ),
      ).toEqual([
        `I9 order ${orderId} has lines ${goods.variantId}x1, reserved are ${goods.variantId}x2`,
      ]);
    });

    test.each([
      ['orders', 'denormalized_products', 'id', 'products in orders', 'deleted'],
      ['orders', 'denormalized_users', 'id', 'users in orders', 'deleted'],
      ['cart', 'product_replica', 'id', 'products in cart', 'is_deleted'],
      ['notifications', 'recipient', 'user_id', 'users in notifications', 'erased'],
    ] as const)(
      'I15: a row of %s.%s that is older, missing, buried or unknown',
      async (name, table, key, title, buried) => {
        const [row] = await sqlRows<{ id: string }>(
          em(name),
          `select ${key} as id from ${name}.${table} order by 1 limit 1`,
        );
        const of = [table, `${key} = '${row!.id}'`] as const;
        const where = `where ${key} = '${row!.id}'`;
        const is = (what: string) => [
          expect.stringMatching(
            `^I15 ${title}: ${row!.id} is \\d+ at its owner, ${what} in the replica$`,
          ),
        ];
        expect(
          await planted(name, ...of, `update ${name}.${table} set version = 0 ${where}`),
        ).toEqual(is('0'));
        expect(await planted(name, ...of, `delete from ${name}.${table} ${where}`)).toEqual(
          is('missing'),
        );
        expect(
          await planted(name, ...of, `update ${name}.${table} set ${buried} = true ${where}`),
        ).toEqual(is('gone'));
        const unknown = await planted(
          name,
          table,
          `${key} in ('${row!.id}', 'nobody')`,
          `update ${name}.${table} set ${key} = 'nobody' ${where}`,
        );
        expect(unknown).toEqual([...is('missing'), `I15 ${title}: nobody is gone at its owner`]);
      },
    );

    test('I15: an order that counts for another user in cart, for one of them only, or is none', async () => {
      const counts = (id: string, who: string, inCart: string) =>
        `I15 order ${id} counts for ${who}, in cart for ${inCart}`;
      const missing = await planted(
        'orders',
        'orders',
        `id = '${orderId}'`,
        `update orders.orders set user_id = 'usr_x' where id = '${orderId}'`,
      );
      expect(missing).toEqual([counts(orderId, 'usr_x', 'nobody')]);
      const surplus = await planted(
        'cart',
        'customer_order',
        `user_id = 'usr_y'`,
        `insert into cart.customer_order values ('${orderId}', 'usr_y', 1, false), ('ord_none', 'usr_y', 1, false), ('ord_ended', 'usr_y', 2, true)`,
      );
      expect(surplus).toEqual([
        counts(orderId, 'nobody', 'usr_y'),
        counts('ord_none', 'nobody', 'usr_y'),
      ]);
    });

    test('I15: what can be ordered, and where images are used', async () => {
      const of = [`stock_replica`, `variant_id = '${goods.variantId}'`] as const;
      expect(
        await planted(
          'cart',
          ...of,
          `update cart.stock_replica set available = 7 where variant_id = '${goods.variantId}'`,
        ),
      ).toEqual([
        expect.stringMatching(
          `^I15 stock in cart: ${goods.variantId} is (\\d+) \\(4\\) at its owner, \\1 \\(7\\) in the replica$`,
        ),
      ]);
      const source = [`usage_source`, `owner_id = '${goods.productId}'`] as const;
      expect(
        await planted(
          'media',
          ...source,
          `update media.usage_source set source_version = 0 where owner_id = '${goods.productId}'`,
        ),
      ).toEqual([
        `I15 images of products in media: ${goods.productId} is 1 at its owner, 0 in the replica`,
      ]);
    });
  },
);
