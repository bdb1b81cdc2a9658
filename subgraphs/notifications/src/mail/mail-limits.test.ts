import { OrderPaid } from '@emporium/orders-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { query } from '../tables.js';
import { mailGauges, OVER_LIMIT } from './mail-gauges.js';

let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications({ MAIL_MAX_PER_ADDRESS: '3', MAIL_MAX_PER_USER: '4' });
  ({ t } = n);
});
afterAll(() => t.close());

const over = () =>
  query(t.ctx())
    .selectFrom('Mail')
    .select(['userId', 'orderId'])
    .where('error', '=', OVER_LIMIT)
    .orderBy('id')
    .execute();
const pay = async (userId: string, order: number, email: string) => {
  n.addresses.set(`ord_${order}`, email);
  await t.deliver(OrderPaid, { key: `ord_${order}`, version: 2, data: orderPaid(userId, order) });
};

test('an address and a user get so many mails a day and no more, however many accounts or addresses are used', async () => {
  const before = n.mails().length;
  for (let i = 40; i < 45; i++)
    await pay(`usr_${i}`, i, i % 2 ? 'victim@example.com' : 'Victim@Example.com');
  await t.runJob('send-mail');
  expect(n.mails().length - before).toBe(3);
  expect(await over()).toHaveLength(2);
  for (let i = 50; i < 56; i++) await pay('usr_spammer', i, `victim-${i}@example.com`);
  await t.runJob('send-mail');
  expect(n.mails().length - before).toBe(7);
  expect((await over()).filter(({ userId }) => userId === 'usr_spammer')).toHaveLength(2);
  // Other people's mails go on, and nothing is tried again.
  await pay('usr_other', 60, 'other@example.com');
  await t.runJob('send-mail');
  expect(n.mails().length - before).toBe(8);
  expect(await n.queued()).toHaveLength(4);
  const gauge = mailGauges.find(({ name }) => name === 'emporium_mails_over_limit_24h')!;
  expect(await gauge.read(t.ctx())).toBe(4);
});
