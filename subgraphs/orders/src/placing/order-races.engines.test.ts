import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { PaymentCreated } from '@emporium/payments-events';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { code, promotion } from '@emporium/pricing/testing/rule-builders';
import { customer, service, supervisor } from '@emporium/testing/principals';
import { sql } from 'kysely';
import { query } from '../tables.js';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CANCEL,
  PLACE,
  placeVariables,
  startOrders,
  TRANSITION,
  type FakeShop,
} from '../orders.fixture.js';
import { useRules } from '../rules.fixture.js';
import { advancePlacing } from './advance-placing.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('orders on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `orders_test_${randomUUID().replaceAll('-', '')}`;
  let t: TestSubgraph<unknown>;
  let shop: FakeShop;
  beforeAll(async () => {
    ({ t, shop } = await startOrders({ ORDERS_DATABASE_URL: withDatabase(url, name) }));
    expect(t.running.database.kind).toBe('postgres');
    shop.variants.set('var_shirt', { price: 1_999, available: 1_000 });
  });
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  const ada = customer('usr_ada');
  let version = 0;
  const newCart = () => shop.cart({ var_shirt: 1 }, 'usr_ada', ++version);
  const place = async (variables: object) =>
    (await t.execute(PLACE, { variables: variables as never, as: ada })).data?.orderPlace;
  const cancel = async (id: string) =>
    (await t.execute(CANCEL, { as: ada, variables: { id, key: randomUUID() } })).data?.orderCancel;
  const eventsOf = async (id: string) =>
    (await t.published())
      .filter((e) => e.source === '/emporium/orders' && e.subject === id)
      .map((e) => e.type);
  const pay = (orderId: string) => {
    const amount = { minor: 1_999, currency: 'EUR' };
    const data = {
      paymentId: `pay_${orderId}`,
      orderId,
      amount,
      currency: 'EUR',
      provider: 'test',
    };
    return t.deliver(PaymentCreated, { key: orderId, version: 1, data });
  };

  test('twenty calls with one key and twenty with twenty keys on one cart are one order each', async () => {
    const one = placeVariables(newCart());
    const same = await Promise.all(Array.from({ length: 20 }, () => place(one)));
    for (const each of same) expect(each).toEqual(same[0]);
    const cart = newCart();
    const tabs = await Promise.all(Array.from({ length: 20 }, () => place(placeVariables(cart))));
    expect(new Set(tabs.map((each) => each.order.id)).size).toBe(1);
    expect(await eventsOf(tabs[0].order.id)).toEqual(['ORDER_CREATED']);
  });

  test('cancellations, an expiry, a payment and staff at the same moment move the order along one path', async () => {
    for (let round = 0; round < 8; round++) {
      const { order } = await place(placeVariables(newCart()));
      const { id } = order;
      await query(t.ctx())
        .updateTable('OrderRow')
        .set({ expiresAt: sql<Date>`now()` })
        .where('id', '=', id)
        .execute();
      await Promise.all([
        ...Array.from({ length: 10 }, () => cancel(id)),
        t.runJob('expire-orders'),
        pay(id),
        t.execute(TRANSITION, { as: supervisor, variables: { id, to: 'CANCELLED', v: 1 } }),
      ]);
      const types = await eventsOf(id);
      const cancelled = types.filter((type) => type === 'ORDER_CANCELLED').length;
      const paid = types.includes('ORDER_PAID');
      // Paid first: cancelled once afterwards. Cancelled first: told once more, for the late money.
      expect([paid, cancelled]).toEqual(paid ? [true, 1] : [false, 2]);
    }
  });

  test('the process manager, many times at once, places an order once', async () => {
    shop.beforeReserve = async () => {
      throw new Error('cut');
    };
    const variables = placeVariables(newCart());
    expect(await place(variables)).toBeNull();
    shop.beforeReserve = async () => undefined;
    const row = await query(t.ctx())
      .selectFrom('OrderRow')
      .select('id')
      .where('status', '=', 'PLACING')
      .executeTakeFirst();
    await Promise.all(
      Array.from({ length: 8 }, () => advancePlacing(t.ctx(service('orders')), row!.id, 1_000)),
    );
    expect(await eventsOf(row!.id)).toEqual(['ORDER_CREATED']);
    expect((await place(variables)).order.id).toBe(row!.id);
  });

  test('a code limited to 20 is redeemed 20 times by 200 at once, and what is cancelled is free again', async () => {
    await useRules(
      t,
      promotion({ id: 'sale', isAutomatic: false, limitPerCustomer: 5 }),
      code('SALE', 'sale', { limit: 20 }),
    );
    const buy = async (n: number) => {
      const cart = shop.cart({ var_shirt: 1 }, null, ++version);
      cart.discountCodes = [{ code: 'SALE' }];
      const input = {
        guestEmail: `guest${n}@example.test`,
        expectedTotal: { minor: 1_799, currency: 'EUR' },
      };
      const variables = placeVariables(cart, undefined, input);
      for (;;) {
        const { data } = await t.execute(PLACE, { variables });
        // Out of time or of connections: the same key again.
        if (data?.orderPlace) return data.orderPlace;
      }
    };
    const buyAll = () => Promise.all(Array.from({ length: 200 }, (_, n) => buy(n)));
    const all = await buyAll();
    const placed = all.filter(({ order }) => order);
    expect(placed).toHaveLength(20);
    for (const { userErrors } of all.filter(({ order }) => !order))
      expect(userErrors).toMatchObject([{ code: 'DISCOUNT_UNAVAILABLE' }]);
    await Promise.all(
      placed.slice(0, 7).map(({ order }) =>
        t.execute(CANCEL, {
          as: supervisor,
          variables: { id: order.id, key: randomUUID() },
        }),
      ),
    );
    const later = await Promise.all(Array.from({ length: 40 }, (_, n) => buy(1_000 + n)));
    expect(later.filter(({ order }) => order)).toHaveLength(7);
    await useRules(t);
  }, 120_000);

  test('afterwards history has no gap and no step outside the graph', async () => {
    for (const check of t.running.definition.invariants!.filter(({ id }) => id !== 'I4')) {
      expect(await check.run(t.running.systemCtx() as never)).toEqual([]);
    }
  });
});
