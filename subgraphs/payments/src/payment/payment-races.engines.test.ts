import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { OrderCancelled } from '@emporium/orders-events';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  booked,
  pay,
  poll,
  sendDueRefunds,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('payments on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `payments_test_${randomUUID().replaceAll('-', '')}`;
  let t: Payments;
  let order: () => FakeOrder;
  beforeAll(async () => {
    ({ t, order } = await startPayments(undefined, {
      PAYMENTS_DATABASE_URL: withDatabase(url, name),
    }));
    expect(t.running.database.kind).toBe('postgres');
  });
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  test('twenty calls with twenty keys charge once', async () => {
    const { id } = order();
    const all = await Promise.all(Array.from({ length: 20 }, () => pay(t, id, 'tok_ok')));
    expect(all.filter((answer) => answer.userErrors.length === 0)).toHaveLength(1);
    expect(await booked(t, id)).toEqual(['charge 1999']);
  });

  test('twenty calls with one key charge once and answer equally', async () => {
    const { id } = order();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => pay(t, id, 'tok_ok', { key: 'one' })),
    );
    for (const each of all) expect(each).toEqual(all[0]);
    expect(await booked(t, id)).toEqual(['charge 1999']);
  });

  test('payment and cancellation at the same moment: charged and returned, or never charged', async () => {
    for (let round = 0; round < 10; round++) {
      const made = order();
      const data = {
        orderId: made.id,
        number: 'EM-1',
        userId: 'usr_buyer',
        version: 2,
        lines: [],
        reason: 'CUSTOMER',
        wasPaid: false,
      };
      const cancel = t.deliver(OrderCancelled, { key: made.id, version: 2, data });
      await Promise.all([pay(t, made.id, round % 2 ? 'tok_ok' : 'tok_error_then_charged'), cancel]);
      await eventually(async () => {
        await poll(t);
        return (await statuses(t, made.id))[0] !== 'PENDING';
      });
      await sendDueRefunds(t);
      expect([[], ['charge 1999', 'refund 1999']]).toContainEqual(await booked(t, made.id));
    }
  });
});
