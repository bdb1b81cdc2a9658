import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startNotifications, type NotificationsUnderTest } from '../notifications.fixture.js';
import { queueMail } from '../mail/queue-mail.js';
import { notify } from '../notification/notify.js';
import { query } from '../tables.js';
import { eraseRecipient } from './erase-recipient.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('erasing a user on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `erasure_test_${randomUUID().replaceAll('-', '')}`;
  let t: NotificationsUnderTest['t'];
  beforeAll(async () => {
    ({ t } = await startNotifications({ NOTIFICATIONS_DATABASE_URL: withDatabase(url, name) }));
    expect(t.running.database.kind).toBe('postgres');
  });
  afterAll(async () => {
    await t.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  /** What an event of an order brings its user. */
  const orderEvent = async (userId: string, orderId: string) => {
    const event = { id: `evt_${orderId}`, type: 'ORDER_CREATED', time: new Date(0).toISOString() };
    const mail = { eventId: event.id, userId, orderId, fields: {} };
    await queueMail(t.ctx(), { ...mail, template: 'order-confirmed' });
    await notify(t.ctx(), event as Parameters<typeof notify>[1], {
      kind: event.type,
      userId,
      orderId,
    });
  };

  test('of mails and notifications that are queued while their user is erased none is left', async () => {
    for (let round = 0; round < 40; round++) {
      const userId = `usr_race_${round}`;
      const orders = Array.from({ length: 8 }, (_, n) => orderEvent(userId, `ord_${round}_${n}`));
      await Promise.all([...orders, eraseRecipient(t.ctx(), { id: userId, version: 2 })]);
    }
    for (const table of ['Mail', 'Notification'] as const)
      expect(
        await query(t.ctx()).selectFrom(table).select(['id', 'userId']).execute(),
        table,
      ).toEqual([]);
  });
});
