import { OrderCreated, OrderPaid } from '@emporium/orders-events';
import { customer } from '@emporium/testing/principals';
import { UserDeleted } from '@emporium/users-events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  orderCreated,
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { body, header } from '../mail/mailer.contract.js';
import { updatePreferences } from '../preference/update-preferences.js';
import { verifyUnsubscription } from '../preference/unsubscribe-token.js';
import { unsubscribe } from '../preference/unsubscribe.js';
import { query } from '../tables.js';

const HOUR_MS = 3_600_000;
const id = 'usr_ada';
let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications({
    ABANDONED_CART_HOURS: '24',
    CART_URL: 'https://shop.example/cart',
    PUBLIC_URL: 'https://shop.example',
  });
  ({ t } = n);
});
afterAll(() => t.close());
beforeEach(async () => {
  n.accounts.set(id, { email: 'ada@example.test', emailVerified: true, status: 'ACTIVE' });
  leaveCart(25);
  await want(true);
});
afterEach(async () => {
  n.orders.away = false;
  const ids = await query(t.ctx()).deleteFrom('Mail').returning('id').execute();
  await t.ctx().services.mailer.forget(ids.map((mail) => mail.id));
  for (const table of ['MailPreferences', 'CartReminder', 'MailUnsubscription'] as const)
    await query(t.ctx()).deleteFrom(table).execute();
});

/** A cart that was last changed so many hours ago. */
const leaveCart = (hours: number, more: { id?: string; version?: number } = {}) =>
  n.carts.set(id, {
    ...{ id: 'crt_1', version: 3, totalQuantity: 2, ...more },
    updatedAt: new Date(Date.now() - hours * HOUR_MS).toISOString(),
    lines: [
      {
        quantity: 2,
        snapshot: { name: 'Ocean Blue Shirt', variantName: 'M' },
        lineTotal: { minor: 3_998, currency: 'EUR' },
      },
    ],
  });
const want = async (isAbandonedCartWanted: boolean) => {
  const ctx = { ...t.ctx(), principal: customer(id) };
  const known = await query(t.ctx())
    .selectFrom('MailPreferences')
    .select('version')
    .where('userId', '=', id)
    .executeTakeFirst();
  const expectedVersion = known?.version ?? 0;
  await updatePreferences(ctx, { input: { isAbandonedCartWanted }, expectedVersion });
};
const look = async () => {
  await query(t.ctx())
    .updateTable('CartReminder')
    .set({ lookAt: new Date(0) })
    .where('lookAt', 'is not', null)
    .execute();
  await t.runJob('remind-of-carts');
};
const reminders = async () => {
  await look();
  await n.send();
  return n.mails();
};

test('who wants it is reminded once of a cart left for a day, with its lines, a link and a way out', async () => {
  const [mail, ...others] = await reminders();
  expect(others).toEqual([]);
  expect(header(mail!, 'To')).toBe('ada@example.test');
  const text = body(mail!);
  expect(text).toContain('2 × Ocean Blue Shirt, M: €39.98');
  expect(text).toContain('View your cart:\nhttps://shop.example/cart');
  const [, link] = /^<(.+)>$/.exec(header(mail!, 'List-Unsubscribe')!)!;
  expect(link).toMatch(/^https:\/\/shop\.example\/unsubscribe\?token=/);
  expect(text).toContain(`Unsubscribe: ${link}`);
  expect(header(mail!, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  // The same cart, changed and left again.
  leaveCart(30, { version: 4 });
  expect(await reminders()).toHaveLength(1);
  // Choosing again is no reason to write again.
  await want(false);
  await want(true);
  expect(await reminders()).toHaveLength(1);
  const token = new URL(link!).searchParams.get('token')!;
  await unsubscribe(t.ctx(), verifyUnsubscription(token, t.config.internalSecrets)!);
  leaveCart(30, { id: 'crt_2' });
  expect(await reminders()).toHaveLength(1);
});

test('a cart is looked at when it may be abandoned, and not before', async () => {
  leaveCart(4);
  expect(await reminders()).toEqual([]);
  const [{ lookAt }] = (await query(t.ctx())
    .selectFrom('CartReminder')
    .select('lookAt')
    .execute()) as [{ lookAt: Date }];
  const due = new Date(n.carts.get(id)!.updatedAt).getTime() + 24 * HOUR_MS;
  expect(lookAt.getTime()).toBe(due);
});

test.each([
  [
    'was ordered',
    () => t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: orderCreated(id, 1) }),
  ],
  [
    'was emptied',
    () => void n.carts.set(id, { ...n.carts.get(id)!, version: 4, totalQuantity: 0, lines: [] }),
  ],
  ['is being changed', () => void leaveCart(0, { version: 4 })],
  ['is gone', () => void n.carts.delete(id)],
  ['is not wanted any more', () => want(false)],
  [
    'belongs to a blocked user',
    () => void n.accounts.set(id, { ...n.accounts.get(id)!, status: 'BLOCKED' }),
  ],
  [
    'belongs to an unverified address',
    () => void n.accounts.set(id, { ...n.accounts.get(id)!, emailVerified: false }),
  ],
])('a reminder is not sent of a cart that meanwhile %s', async (_what, meanwhile) => {
  await look();
  expect(await n.queued()).toHaveLength(1);
  await meanwhile();
  await n.send();
  expect(n.mails()).toEqual([]);
  expect(await n.queued()).toEqual([]);
});

test('an order that waits for its payment is no abandoned cart, and what comes after a paid one is a new one', async () => {
  expect(await reminders()).toHaveLength(1);
  await t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: orderCreated(id, 1) });
  await t.deliver(OrderPaid, { key: 'ord_1', version: 2, data: orderPaid(id, 1) });
  const mails = () => n.mails().filter((mail) => /left something/.test(mail));
  leaveCart(30, { version: 5 });
  await reminders();
  expect(mails()).toHaveLength(1);
  await query(t.ctx())
    .updateTable('CartReminder')
    .set({ orderedAt: new Date(0) })
    .execute();
  await reminders();
  expect(mails()).toHaveLength(2);
});

test('while cart is away nobody is forgotten, and an erased user is', async () => {
  n.orders.away = true;
  await expect(look()).rejects.toThrow('down');
  n.orders.away = false;
  await look();
  expect(await n.queued()).toHaveLength(1);
  await t.deliver(UserDeleted, { key: id, version: 2, data: { id, version: 2 } });
  expect(await n.queued()).toEqual([]);
  expect(await query(t.ctx()).selectFrom('CartReminder').selectAll().execute()).toEqual([]);
  await query(t.ctx()).deleteFrom('Recipient').execute();
});
