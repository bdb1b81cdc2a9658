import {
  FulfillmentChanged,
  OrderCancelled,
  OrderCreated,
  OrderEdited,
  OrderPaid,
  OrderStatusChanged,
  ReturnChanged,
} from '@emporium/orders-events';
import { PaymentFailed, PaymentRefunded } from '@emporium/payments-events';
import { verifyGuestToken } from '@emporium/auth/guest-token';
import { customer } from '@emporium/testing/principals';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  aboutOrder,
  orderCreated,
  orderPaid,
  startNotifications,
  type NotificationsUnderTest,
} from '../notifications.fixture.js';
import { query } from '../tables.js';
import { header } from './mailer.contract.js';

let n: NotificationsUnderTest;
let t: NotificationsUnderTest['t'];
beforeAll(async () => {
  n = await startNotifications({
    STOREFRONT_URL: 'https://shop.example/orders/{number}?token={token}',
  });
  ({ t } = n);
});
afterAll(() => t.close());
beforeEach(() => n.addresses.set('ord_1', 'ada@example.test'));
afterEach(async () => {
  n.orders.order = {};
  const ids = await query(t.ctx()).deleteFrom('Mail').returning('id').execute();
  await t.ctx().services.mailer.forget(ids.map(({ id }) => id));
});

const key = 'ord_1';
const cancelled = (reason: string, wasPaid: boolean) =>
  t.deliver(OrderCancelled, {
    key,
    version: 3,
    data: { ...aboutOrder(null, 1), version: 3, reason, wasPaid },
  });
const moved = (to: 'SHIPPED' | 'DELIVERED' | 'PROCESSING') =>
  t.deliver(OrderStatusChanged, {
    key,
    version: 4,
    data: { ...aboutOrder(null, 1), version: 4, from: 'PAID', to, at: '2026-01-01T00:00:00Z' },
  });
const parcel = (change: 'CREATED' | 'DELIVERED') =>
  t.deliver(FulfillmentChanged, {
    key: 'ful_1',
    version: change === 'CREATED' ? 1 : 2,
    data: { ...aboutOrder(null, 1), fulfillmentId: 'ful_1', change },
  });
const money = { minor: 1_250, currency: 'EUR' };
const payment = { paymentId: 'pay_1', orderId: key, provider: 'test', currency: 'EUR' };
const failed = (version: number) =>
  t.deliver(PaymentFailed, {
    key,
    version,
    data: { ...payment, amount: money, failureCode: 'card_declined' },
  });
const refunded = () =>
  t.deliver(PaymentRefunded, {
    key,
    version: 2,
    data: { ...payment, amount: money, refunded: money, full: true },
  });
/** Subjects of what is in the folder once everything was sent. */
const subjects = async () => {
  await n.send();
  return n.mails().map((mail) => header(mail, 'Subject')!);
};

test('a guest gets a mail of everything that happens to the order, at the address given with it', async () => {
  await t.deliver(OrderPaid, { key, version: 2, data: orderPaid(null, 1) });
  for (const status of ['PROCESSING', 'SHIPPED', 'DELIVERED'] as const) await moved(status);
  await parcel('CREATED');
  await parcel('DELIVERED');
  await cancelled('STAFF', true);
  await refunded();
  expect((await subjects()).toSorted()).toEqual([
    'A parcel of your order N-1 is on its way',
    'Refund for your order N-1',
    'Your order N-1 has been cancelled',
    'Your order N-1 has been delivered',
    'Your order N-1 is confirmed',
  ]);
  for (const mail of n.mails()) expect(header(mail, 'To')).toBe('ada@example.test');
});

test('who has not paid is told of the order, of a payment that failed once, and of the expiry', async () => {
  n.orders.order = { status: 'PENDING' };
  await t.deliver(OrderCreated, { key, version: 1, data: orderCreated(null, 1) });
  await failed(1);
  await failed(2);
  await cancelled('EXPIRED', false);
  expect((await subjects()).toSorted()).toEqual([
    'We have received your order N-1',
    'Your order N-1 has expired',
    'Your payment for order N-1 did not go through',
  ]);
});

test('who pays at once is not asked to pay, and who is told again reads it once', async () => {
  await t.deliver(OrderCreated, { key, version: 1, data: orderCreated(null, 1) });
  await failed(1);
  await t.deliver(OrderPaid, { key, version: 2, data: orderPaid(null, 1) });
  await t.deliver(OrderPaid, { key, version: 3, data: orderPaid(null, 1) });
  expect(await subjects()).toEqual(['Your order N-1 is confirmed']);
  for (const reason of ['LATE_PAYMENT', 'RECONCILED', 'ABANDONED']) await cancelled(reason, true);
  expect(await subjects()).toEqual(['Your order N-1 is confirmed']);
});

test('who has to pay after a change is told how much, until the order is sent', async () => {
  const edited = (minor: number, version: number) =>
    t.deliver(OrderEdited, {
      key,
      version,
      data: {
        ...{ ...aboutOrder(null, 1), version, editId: 'oed_1', added: [], removed: [] },
        ...{ total: money, difference: money, givenBack: [] },
        amountDue: { minor, currency: 'EUR' },
      },
    });
  n.orders.order = { status: 'PAID' };
  await edited(1_250, 3);
  expect(await subjects()).toEqual(['Your order N-1 was changed']);
  expect(n.mails()[0]).toMatch(/12\.50 are still to be paid/);
  n.orders.order = { status: 'SHIPPED' };
  await edited(0, 4);
  expect(await subjects()).toHaveLength(1);
});

test('an event that comes again after its mail was lost makes a mail of the same Message-ID', async () => {
  const event = await cancelled('STAFF', false);
  await subjects();
  const [first] = n.mails().map((mail) => header(mail, 'Message-ID'));
  await query(t.ctx()).deleteFrom('Mail').execute();
  await t.deliver(OrderCancelled, {
    key,
    version: 3,
    id: event.id,
    data: { ...aboutOrder(null, 1), version: 3, reason: 'STAFF', wasPaid: false },
  });
  await subjects();
  expect(n.mails().map((mail) => header(mail, 'Message-ID'))).toEqual([first]);
});

test('each step of a return is told once; a refund has its own mail', async () => {
  const steps = ['REQUESTED', 'APPROVED', 'DECLINED', 'RECEIVED', 'REFUNDED', 'CLOSED'] as const;
  for (const [n, change] of steps.entries())
    await t.deliver(ReturnChanged, {
      key: 'ret_1',
      version: n + 1,
      data: { ...aboutOrder(null, 1), version: n + 1, returnId: 'ret_1', status: 'CLOSED', change },
    });
  expect((await subjects()).toSorted()).toEqual([
    'We have received your return for order N-1',
    'We have received your return request for order N-1',
    'Your return for order N-1 has been approved',
    'Your return for order N-1 has been declined',
  ]);
});

/** The link to the order as the text of a mail has it. */
const linkOf = (mail: string) =>
  /https:\/\/shop\.example\/orders\/\S+/.exec(
    mail.replace(/=\r?\n/g, '').replaceAll('=3D', '='),
  )?.[0];

test("a guest's link opens the order by its token; a user's link holds no token", async () => {
  await cancelled('STAFF', true);
  await n.send();
  const token = new URL(linkOf(n.mails()[0]!)!).searchParams.get('token')!;
  expect(verifyGuestToken(token, t.config.internalSecrets)).toEqual({ orderId: 'ord_1' });
  n.addresses.set('ord_2', 'bob@example.test');
  n.orders.order = { customer: { id: 'usr_bob' } };
  await t.deliver(OrderPaid, { key: 'ord_2', version: 2, data: orderPaid('usr_bob', 2) });
  await n.send();
  const mail = n.mails().find((each) => header(each, 'To') === 'bob@example.test')!;
  expect(linkOf(mail)).toMatch(/\/orders\/N-2\?token=$/);
});

test('a payment of a user is in the inbox too; of an order without a buyer nothing is told', async () => {
  n.orders.order = { customer: { id: 'usr_ada' } };
  await refunded();
  const { data } = await t.execute(
    `query ($user: [_Any!]!) { _entities(representations: $user) { ... on User { notifications { nodes { kind order { id } } } } } }`,
    { variables: { user: [{ __typename: 'User', id: 'usr_ada' }] }, as: customer('usr_ada') },
  );
  expect(data._entities[0].notifications.nodes).toEqual([
    { kind: 'PAYMENT_REFUNDED', order: { id: 'ord_1' } },
  ]);
  n.addresses.delete('ord_1');
  await query(t.ctx()).deleteFrom('Mail').execute();
  await refunded();
  expect(await n.queued()).toEqual([]);
});
