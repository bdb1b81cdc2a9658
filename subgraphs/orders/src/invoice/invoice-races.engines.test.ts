import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserDeleted } from '@emporium/users-events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { changeStatus } from '../order/change-status.js';
import { OrderStatus } from '../order/order-status.js';
import { PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';
import { query } from '../tables.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('invoices on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `invoices_test_${randomUUID().replaceAll('-', '')}`;
  const ids: string[] = [];
  let t: TestSubgraph<unknown>;
  let shop: FakeShop;
  beforeAll(async () => {
    ({ t, shop } = await startOrders({ ORDERS_DATABASE_URL: withDatabase(url, name) }));
    for (let n = 0; n < 50; n++) {
      const cart = shop.cart({ var_shirt: 1 }, 'usr_ada', n);
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

  const pay = (orderId: string, beforeCommit: (ctx: Ctx) => Promise<unknown> = async () => {}) => {
    const ctx = t.ctx();
    return inTransaction(ctx, async () => {
      await changeStatus(ctx, { orderId, to: OrderStatus.PAID, actor: 'system' });
      await query(ctx)
        .updateTable('OrderRow')
        .set((eb) => ({ paymentId: `pay_${orderId}`, covered: eb.ref('total') }))
        .where('id', '=', orderId)
        .execute();
      await beforeCommit(ctx);
    });
  };
  /** As kill -9 of this process: the server loses its client. */
  const kill = (ctx: Ctx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(query(ctx));
  /** Whether a transaction waits for another one to end. */
  const someoneWaits = async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(query(t.ctx()));
    return rows.length > 0;
  };

  test('fifty orders paid at once, ten of them killed before the commit and paid again: no gap, no double', async () => {
    const killed = ids.slice(0, 10);
    const ended = await Promise.allSettled(
      ids.map((id) => pay(id, killed.includes(id) ? kill : undefined)),
    );
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

  test('a buyer who is erased while an order is being paid is on no invoice', async () => {
    const cart = shop.cart({ var_shirt: 1 }, 'usr_gone', 1);
    const as = customer('usr_gone');
    const { data } = await t.execute(PLACE, { as, variables: placeVariables(cart) });
    const orderId = data.orderPlace.order.id;
    const [written, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const paying = pay(orderId, () => {
      written.resolve();
      return mayCommit.promise;
    });
    await written.promise;
    const erased = t.deliver(UserDeleted, {
      key: 'usr_gone',
      version: 9,
      data: { id: 'usr_gone', version: 9 },
    });
    await vi.waitUntil(someoneWaits, { timeout: 30_000 });
    mayCommit.resolve();
    await Promise.all([paying, erased]);
    expect(await t.verify()).toEqual([]);
  });
});
