import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderCancelled, OrderPaid } from '@emporium/orders-events';
import { UserCreated, UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aboutOrder,
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { query } from '../tables.js';

let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications();
  ({ t } = n);
});
afterAll(() => t.close());

const told = (id: string, version: number) =>
  t.deliver(UserCreated, { key: id, version, data: { id, status: 'ACTIVE', version } });

test('a paid order is confirmed by one mail; erasing its reader takes the mail, the inbox and the address away', async () => {
  n.addresses.set('ord_20', 'm@example.com');
  await told('usr_m', 1);
  await t.deliver(OrderPaid, { key: 'ord_20', version: 2, data: orderPaid('usr_m', 20) });
  await t.runJob('send-mail');
  await t.runJob('send-mail');
  expect(n.mails()).toHaveLength(1);
  expect(n.mails()[0]).toMatch(/To: m@example\.com[\s\S]*Subject: Your order N-20 is confirmed/);
  // Quoted-printable: a euro sign is three bytes, and long lines are broken.
  expect(n.mails()[0]!.replaceAll('=\n', '')).toContain(
    'your payment of =E2=82=AC10.00 for order N-20, and',
  );
  await t.deliver(UserDeleted, { key: 'usr_m', version: 2, data: { id: 'usr_m', version: 2 } });
  await told('usr_m', 1);
  // Orders may hear of it later.
  await t.deliver(OrderCancelled, {
    key: 'ord_20',
    version: 3,
    data: { ...aboutOrder('usr_m', 20), version: 3, reason: 'CUSTOMER', wasPaid: true },
  });
  await t.runJob('send-mail');
  expect(n.mails()).toEqual([]);
  expect(await n.queued()).toEqual([]);
  expect(await t.verify()).toEqual([]);
  const rows = await query(t.ctx())
    .selectFrom('Recipient')
    .selectAll()
    .where('userId', '=', 'usr_m')
    .execute();
  expect(rows).toEqual([{ userId: 'usr_m', version: 2, erased: true }]);
});

test('a mail that is handed over after its reader was erased, by a sender who dies then, is taken away by the next one', async () => {
  n.addresses.set('ord_21', 'late@example.com');
  await t.deliver(OrderPaid, { key: 'ord_21', version: 2, data: orderPaid('usr_late', 21) });
  const { id } = await query(t.ctx())
    .selectFrom('Mail')
    .select('id')
    .where('orderId', '=', 'ord_21')
    .executeTakeFirstOrThrow();
  const due = (dueAt: Date) =>
    query(t.ctx()).updateTable('Mail').set({ attempts: 1, dueAt }).where('id', '=', id).execute();
  await due(new Date(Date.now() + 60_000));
  n.addresses.delete('ord_21');
  await t.deliver(UserDeleted, {
    key: 'usr_late',
    version: 2,
    data: { id: 'usr_late', version: 2 },
  });
  writeFileSync(join(n.folder, `${id}.eml`), 'To: late@example.com');
  expect(await t.verify()).toEqual([]);
  await due(new Date(0));
  await t.runJob('send-mail');
  expect(n.mails().filter((text) => text.includes('late@example.com'))).toEqual([]);
  expect(
    await query(t.ctx()).selectFrom('Mail').select('id').where('id', '=', id).execute(),
  ).toEqual([]);
  expect(await t.verify()).toEqual([]);
});

test('the invariants report a mail that is kept of nobody', async () => {
  writeFileSync(join(n.folder, 'mail_planted.eml'), 'To: gone@example.com');
  expect(await t.verify()).toEqual([
    'I15: mail mail_planted is kept although its reader is gone; delete the file',
  ]);
  rmSync(join(n.folder, 'mail_planted.eml'));
});

test('a mail waits while orders is away, and is sent when it answers', async () => {
  n.orders.away = true;
  n.addresses.set('ord_30', 'u@example.com');
  await t.deliver(OrderPaid, { key: 'ord_30', version: 2, data: orderPaid('usr_u', 30) });
  await query(t.ctx())
    .updateTable('Mail')
    .set({ attempts: 50 })
    .where('userId', '=', 'usr_u')
    .execute();
  await t.runJob('send-mail');
  expect(n.mails()).toEqual([]);
  expect(await n.queued()).toHaveLength(1);
  n.orders.away = false;
  await query(t.ctx())
    .updateTable('Mail')
    .set({ dueAt: new Date(0) })
    .where('userId', '=', 'usr_u')
    .execute();
  await t.runJob('send-mail');
  expect(n.mails()).toMatchObject([expect.stringContaining('To: u@example.com')]);
});
