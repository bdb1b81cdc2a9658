import { OrderCreated, OrderPaid } from '@emporium/orders-events';
import { UserCreated, UserDeleted, UserMailRequested } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  orderCreated,
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { userChannel } from '../notification/notify.js';
import { query } from '../tables.js';

let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  ({ t } = await startNotifications());
});
afterAll(() => t.close());

const erase = (id: string) =>
  t.deliver(UserDeleted, { key: id, version: 2, data: { id, version: 2 } });
const rowsOf = async (userId: string) => {
  const mails = await query(t.ctx())
    .selectFrom('Mail')
    .select('template')
    .where('userId', '=', userId)
    .execute();
  const notifications = await query(t.ctx())
    .selectFrom('Notification')
    .select('kind')
    .where('userId', '=', userId)
    .execute();
  return { mails, notifications };
};

test('events that are heard after their user was erased queue no mail and fill no inbox', async () => {
  const heard: string[] = [];
  const stop = await t.runtime.cache.subscribe(userChannel('usr_gone'), (message) =>
    heard.push(message),
  );
  await erase('usr_gone');
  // As after a restore: topics have no common order, and the user comes before the tombstone, too.
  await t.deliver(UserCreated, {
    key: 'usr_gone',
    version: 1,
    data: { id: 'usr_gone', status: 'ACTIVE', version: 1 },
  });
  await t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: orderCreated('usr_gone', 1) });
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: orderPaid('usr_gone', 1) });
  await t.deliver(UserMailRequested, {
    key: 'lnk_1',
    version: 1,
    data: { requestId: 'lnk_1', userId: 'usr_gone', kind: 'RESET_PASSWORD' },
  });
  expect(await rowsOf('usr_gone')).toEqual({ mails: [], notifications: [] });
  expect(heard).toEqual([]);
  await stop();
});

test('a guest and a user whom nobody has heard of yet are written to', async () => {
  await t.deliver(OrderCreated, { key: 'ord_2', version: 1, data: orderCreated('usr_new', 2) });
  await t.deliver(OrderCreated, { key: 'ord_3', version: 1, data: orderCreated(null, 3) });
  expect(await rowsOf('usr_new')).toEqual({
    mails: [{ template: 'order-confirmed' }],
    notifications: [{ kind: 'ORDER_CREATED' }],
  });
  expect(
    await query(t.ctx())
      .selectFrom('Mail')
      .select('userId')
      .where('orderId', '=', 'ord_3')
      .execute(),
  ).toEqual([{ userId: null }]);
});
