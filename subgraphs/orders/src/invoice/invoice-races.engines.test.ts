import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { inTransaction } from '@emporium/platform/in-transaction';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeStatus } from '../order/change-status.js';
import { OrderStatus } from '../order/order-status.js';
import { PLACE, placeVariables, startOrders } from '../orders.fixture.js';
import { query } from '../tables.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('invoices on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `invoices_test_${randomUUID().replaceAll('-', '')}`;
  const ids: string[] = [];
  let t: TestSubgraph<unknown>;
  beforeAll(async () => {
    const started = await startOrders({ ORDERS_DATABASE_URL: withDatabase(url, name) });
    t = started.t;
    for (let n = 0; n < 50; n++) {
      const cart = started.shop.cart({ var_shirt: 1 }, 'usr_ada', n);
      const variables = placeVariables(cart);
      const { data } = await t.execute(PLACE, { as: customer('usr_ada'), variables });
      ids.push(data.orderPlace.order.id);
    }
  }, 120_000);
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  const pay = (orderId: string, isKilled = false) => {
    const ctx = t.ctx();
    return inTransaction(ctx, async () => {
      await changeStatus(ctx, { orderId, to: OrderStatus.PAID, actor: 'system' });
      await query(ctx)
        .updateTable('OrderRow')
        .set({ paymentId: `pay_${orderId}` })
        .where('id', '=', orderId)
        .execute();
      // As kill -9 of this process: the server loses its client before the commit.
      if (isKilled) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(query(ctx));
    });
  };

  test('fifty orders paid at once, ten of them killed before the commit and paid again: no gap, no double', async () => {
    const killed = ids.slice(0, 10);
    const ended = await Promise.allSettled(ids.map((id) => pay(id, killed.includes(id))));
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    await Promise.all(killed.map((id) => pay(id)));
    const rows = await query(t.ctx())
      .selectFrom('InvoiceRow')
      .select('seq')
      .orderBy('seq')
      .execute();
    expect(rows.map(({ seq }) => seq)).toEqual(ids.map((_id, index) => index + 1));
    expect(await t.verify()).toEqual([]);
  });
});
