import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderCancelled, OrderCreated, OrderPaid } from '@emporium/orders-events';
import { SubgraphUnavailableError, type SubgraphRequest } from '@emporium/platform/subgraph-client';
import { ProductCreated, ProductUpdated } from '@emporium/catalog-events';
import { eventually } from '@emporium/testing/eventually';
import { admin, customer } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserCreated, UserDeleted } from '@emporium/users-events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationServices } from '../context.js';
import { notifications } from '../subgraph.js';
import { mailGauges, OVER_LIMIT } from '../mail/mail-gauges.js';
import { TEMPLATES } from '../mail/templates.js';
import { query } from '../tables.js';
import { userChannel, PUBLIC_CHANNEL } from './notify.js';

let t: TestSubgraph<NotificationServices>;
/** Addresses given with orders, and whether orders answers. */
const addresses = new Map<string, string>();
let away = false;
beforeAll(async () => {
  const orders = async ({ variables }: SubgraphRequest) => {
    if (away) throw new SubgraphUnavailableError('orders', 'down');
    const email = addresses.get(String(variables?.['id']));
    return { _order: { contact: email ? { email } : null } };
  };
  t = await startTestSubgraph(notifications, {
    calls: { orders },
    env: { MAIL_MAX_PER_ADDRESS: '3', MAIL_MAX_PER_USER: '4' },
  });
});
afterAll(() => t.close());

const order = (userId: string | null, n: number) => ({
  orderId: `ord_${n}`,
  number: `N-${n}`,
  userId,
  version: 1,
  lines: [{ variantId: 'var_1', quantity: 1 }],
});
const total = { minor: 1000, currency: 'EUR' };
const created = (userId: string | null, n: number) => ({
  ...order(userId, n),
  total,
  expiresAt: new Date(0).toISOString(),
});
const paid = (userId: string, n: number) => ({
  ...order(userId, n),
  version: 2,
  cartIdHash: 'x',
  cartVersion: 1,
  total,
  currency: 'EUR',
});

const INBOX = `query ($user: [_Any!]!, $first: Int, $after: String, $unread: Boolean) { _entities(representations: $user) { ... on User {
  notifications(first: $first, after: $after, unreadOnly: $unread) { nodes { id kind readAt order { id } } pageInfo { hasNextPage endCursor } } } } }`;
const inbox = async (id: string, as = customer(id), more = {}) => {
  const user = [{ __typename: 'User', id }];
  const result = await t.execute(INBOX, { variables: { user, ...more }, as });
  expect(result.errors).toBeUndefined();
  return result.data._entities[0].notifications;
};

test('an event becomes one notification of its user and one live message, also when it comes twice', async () => {
  const heard: string[] = [];
  const stop = await t.runtime.cache.subscribe(userChannel('usr_a'), (message) =>
    heard.push(message),
  );
  const event = await t.deliver(OrderCreated, {
    key: 'ord_1',
    version: 1,
    data: created('usr_a', 1),
  });
  await t.deliver(OrderCreated, {
    key: 'ord_1',
    version: 1,
    data: created('usr_a', 1),
    id: event.id,
  });
  const { nodes } = await inbox('usr_a');
  expect(nodes).toMatchObject([{ kind: 'ORDER_CREATED', order: { id: 'ord_1' }, readAt: null }]);
  await eventually(() =>
    expect(new Set(heard)).toEqual(new Set([JSON.stringify({ notificationId: nodes[0].id })])),
  );
  await stop();
});

test('nobody else sees an inbox or a notification, staff included', async () => {
  const [{ id }] = (await inbox('usr_a')).nodes;
  expect(await inbox('usr_a', customer('usr_b'))).toBeNull();
  expect(await inbox('usr_a', admin)).toBeNull();
  const query = 'query ($id: ID!) { notification(id: $id) { id } }';
  expect((await t.execute(query, { variables: { id }, as: customer('usr_b') })).data).toEqual({
    notification: null,
  });
  expect((await t.execute(query, { variables: { id }, as: customer('usr_a') })).data).toEqual({
    notification: { id },
  });
});

test('a product is announced when customers first see it, be it as a draft that goes on sale, and never again', async () => {
  const heard: string[] = [];
  const stop = await t.runtime.cache.subscribe(PUBLIC_CHANNEL, (message) => heard.push(message));
  const data = {
    ...{
      id: 'prod_1',
      sku: 's',
      slug: 's',
      name: 'S',
      description: null,
      attributes: [],
      categories: [],
      variants: [],
      images: [],
    },
    ...{ createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() },
  };
  await t.deliver(ProductCreated, {
    key: 'prod_1',
    version: 1,
    data: { ...data, version: 1, isActive: false },
  });
  await t.deliver(ProductUpdated, {
    key: 'prod_1',
    version: 2,
    data: { ...data, version: 2, isActive: true, isFirstOnSale: true },
  });
  await t.deliver(ProductUpdated, {
    key: 'prod_1',
    version: 3,
    data: { ...data, version: 3, isActive: true },
  });
  await eventually(() => expect(heard).toHaveLength(1));
  const id: string = JSON.parse(heard[0]!).notificationId;
  const query = 'query ($id: ID!) { notification(id: $id) { kind product { id } } }';
  expect((await t.execute(query, { variables: { id } })).data).toEqual({
    notification: { kind: 'PRODUCT_CREATED', product: { id: 'prod_1' } },
  });
  await stop();
});

test('a guest order notifies nobody', async () => {
  await t.deliver(OrderCreated, { key: 'ord_2', version: 1, data: created(null, 2) });
  expect((await t.execute('{ notification(id: "x") { id } }')).data).toEqual({
    notification: null,
  });
});

test('the inbox pages newest first, and reading takes effect once and only on own ones', async () => {
  for (let n = 10; n < 15; n++)
    await t.deliver(OrderCreated, { key: `ord_${n}`, version: 1, data: created('usr_c', n) });
  const first = await inbox('usr_c', customer('usr_c'), { first: 3 });
  const rest = await inbox('usr_c', customer('usr_c'), {
    first: 3,
    after: first.pageInfo.endCursor,
  });
  const ids = [...first.nodes, ...rest.nodes].map((node: { id: string }) => node.id);
  expect(new Set(ids).size).toBe(5);
  const mark = async (as: ReturnType<typeof customer>) =>
    (
      await t.execute('mutation ($ids: [ID!]!) { notificationMarkRead(ids: $ids) }', {
        variables: { ids: ids.slice(0, 2) },
        as,
      })
    ).data.notificationMarkRead;
  expect(await mark(customer('usr_b'))).toBe(0);
  expect(await mark(customer('usr_c'))).toBe(2);
  expect(await mark(customer('usr_c'))).toBe(0);
  expect((await inbox('usr_c', customer('usr_c'), { unread: true })).nodes).toHaveLength(3);
});

const told = (id: string, version: number) =>
  t.deliver(UserCreated, { key: id, version, data: { id, status: 'ACTIVE', version } });
const folder = () => join(t.config.dataDir, 'mail');
const mails = () =>
  existsSync(folder())
    ? readdirSync(folder()).map((name) => readFileSync(join(folder(), name), 'utf8'))
    : [];
const queued = () =>
  query(t.ctx()).selectFrom('Mail').select('id').where('sentAt', 'is', null).execute();

test('a paid order is confirmed by one mail; erasing its reader takes the mail, the inbox and the address away', async () => {
  addresses.set('ord_20', 'm@example.com');
  await told('usr_m', 1);
  await t.deliver(OrderPaid, { key: 'ord_20', version: 2, data: paid('usr_m', 20) });
  await t.runJob('send-mail');
  await t.runJob('send-mail');
  expect(mails()).toHaveLength(1);
  expect(mails()[0]).toMatch(/To: m@example\.com[\s\S]*Subject: Your order N-20 is confirmed/);
  // Quoted-printable: a euro sign is three bytes, and long lines are broken.
  expect(mails()[0]!.replaceAll('=\n', '')).toContain(
    'your payment of =E2=82=AC10.00 for order N-20,',
  );
  await t.deliver(UserDeleted, { key: 'usr_m', version: 2, data: { id: 'usr_m', version: 2 } });
  await told('usr_m', 1);
  // Orders may hear of it later.
  await t.deliver(OrderCancelled, {
    key: 'ord_20',
    version: 3,
    data: { ...order('usr_m', 20), version: 3, reason: 'CUSTOMER', wasPaid: true },
  });
  await t.runJob('send-mail');
  expect(mails()).toEqual([]);
  expect(await queued()).toEqual([]);
  expect(await t.verify()).toEqual([]);
  const rows = await query(t.ctx())
    .selectFrom('Recipient')
    .selectAll()
    .where('userId', '=', 'usr_m')
    .execute();
  expect(rows).toEqual([{ userId: 'usr_m', version: 2, erased: true }]);
});

test('a mail that is handed over after its reader was erased, by a sender who dies then, is taken away by the next one', async () => {
  addresses.set('ord_21', 'late@example.com');
  await t.deliver(OrderPaid, { key: 'ord_21', version: 2, data: paid('usr_late', 21) });
  const { id } = await query(t.ctx())
    .selectFrom('Mail')
    .select('id')
    .where('orderId', '=', 'ord_21')
    .executeTakeFirstOrThrow();
  const due = (dueAt: Date) =>
    query(t.ctx()).updateTable('Mail').set({ attempts: 1, dueAt }).where('id', '=', id).execute();
  await due(new Date(Date.now() + 60_000));
  addresses.delete('ord_21');
  await t.deliver(UserDeleted, {
    key: 'usr_late',
    version: 2,
    data: { id: 'usr_late', version: 2 },
  });
  writeFileSync(join(folder(), `${id}.eml`), 'To: late@example.com');
  expect(await t.verify()).toEqual([]);
  await due(new Date(0));
  await t.runJob('send-mail');
  expect(mails().filter((text) => text.includes('late@example.com'))).toEqual([]);
  expect(
    await query(t.ctx()).selectFrom('Mail').select('id').where('id', '=', id).execute(),
  ).toEqual([]);
  expect(await t.verify()).toEqual([]);
});

test('the invariants report a mail that is kept of nobody', async () => {
  writeFileSync(join(folder(), 'mail_planted.eml'), 'To: gone@example.com');
  expect(await t.verify()).toEqual([
    'I15: mail mail_planted is kept although its reader is gone; delete the file',
  ]);
  rmSync(join(folder(), 'mail_planted.eml'));
});

test('a mail waits while orders is away, and is sent when it answers', async () => {
  away = true;
  addresses.set('ord_30', 'u@example.com');
  await t.deliver(OrderPaid, { key: 'ord_30', version: 2, data: paid('usr_u', 30) });
  await query(t.ctx())
    .updateTable('Mail')
    .set({ attempts: 50 })
    .where('userId', '=', 'usr_u')
    .execute();
  await t.runJob('send-mail');
  expect(mails()).toEqual([]);
  expect(await queued()).toHaveLength(1);
  away = false;
  await query(t.ctx())
    .updateTable('Mail')
    .set({ dueAt: new Date(0) })
    .where('userId', '=', 'usr_u')
    .execute();
  await t.runJob('send-mail');
  expect(mails()).toMatchObject([expect.stringContaining('To: u@example.com')]);
});

const over = () =>
  query(t.ctx())
    .selectFrom('Mail')
    .select(['userId', 'orderId'])
    .where('error', '=', OVER_LIMIT)
    .orderBy('id')
    .execute();
const pay = async (userId: string, n: number, email: string) => {
  addresses.set(`ord_${n}`, email);
  await t.deliver(OrderPaid, { key: `ord_${n}`, version: 2, data: paid(userId, n) });
};

test('an address and a user get so many mails a day and no more, however many accounts or addresses are used', async () => {
  const before = mails().length;
  for (let n = 40; n < 45; n++)
    await pay(`usr_${n}`, n, n % 2 ? 'victim@example.com' : 'Victim@Example.com');
  await t.runJob('send-mail');
  expect(mails().length - before).toBe(3);
  expect(await over()).toHaveLength(2);
  for (let n = 50; n < 56; n++) await pay('usr_spammer', n, `victim-${n}@example.com`);
  await t.runJob('send-mail');
  expect(mails().length - before).toBe(7);
  expect((await over()).filter(({ userId }) => userId === 'usr_spammer')).toHaveLength(2);
  // Other people's mails go on, and nothing is tried again.
  await pay('usr_other', 60, 'other@example.com');
  await t.runJob('send-mail');
  expect(mails().length - before).toBe(8);
  expect(await queued()).toHaveLength(4);
  const gauge = mailGauges.find(({ name }) => name === 'emporium_mails_over_limit_24h')!;
  expect(await gauge.read(t.ctx())).toBe(4);
});

test('a mail says nothing that a user wrote: not the name, not what stands in the order', () => {
  const smuggled = {
    number: 'N-1',
    total: '€1.00',
    name: 'Win at https://evil.example',
    displayName: '<b>Hello</b>',
  };
  for (const template of Object.values(TEMPLATES)) {
    const { subject, text } = template(smuggled);
    expect(`${subject}\n${text}`).not.toMatch(/evil|https?:|<|www\./);
    expect(template({ number: 'N-1', total: '€1.00' })).toEqual({ subject, text });
  }
});
