import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderCancelled, OrderCreated, OrderPaid } from '@emporium/orders/events';
import { eventually } from '@emporium/testing/eventually';
import { admin, customer } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { UserCreated, UserDeleted } from '@emporium/users/events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationServices } from '../services.js';
import { notifications } from '../subgraph.js';
import { userChannel } from './notify.js';

let t: TestSubgraph<NotificationServices>;
beforeAll(async () => {
  t = await startTestSubgraph(notifications);
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
const created = (userId: string | null, n: number) => ({ ...order(userId, n), total, expiresAt: new Date(0).toISOString() });
const paid = (userId: string, n: number) => ({ ...order(userId, n), version: 2, cartIdHash: 'x', cartVersion: 1, total, currency: 'EUR' });

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
  const stop = await t.runtime.cache.subscribe(userChannel('usr_a'), (message) => heard.push(message));
  const event = await t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: created('usr_a', 1) });
  await t.deliver(OrderCreated, { key: 'ord_1', version: 1, data: created('usr_a', 1), id: event.id });
  const { nodes } = await inbox('usr_a');
  expect(nodes).toMatchObject([{ kind: 'ORDER_CREATED', order: { id: 'ord_1' }, readAt: null }]);
  await eventually(() => expect(new Set(heard)).toEqual(new Set([JSON.stringify({ notificationId: nodes[0].id })])));
  await stop();
});

test('nobody else sees an inbox or a notification, staff included', async () => {
  const [{ id }] = (await inbox('usr_a')).nodes;
  expect(await inbox('usr_a', customer('usr_b'))).toBeNull();
  expect(await inbox('usr_a', admin)).toBeNull();
  const query = 'query ($id: ID!) { notification(id: $id) { id } }';
  expect((await t.execute(query, { variables: { id }, as: customer('usr_b') })).data).toEqual({ notification: null });
  expect((await t.execute(query, { variables: { id }, as: customer('usr_a') })).data).toEqual({ notification: { id } });
});

test('a guest order notifies nobody', async () => {
  await t.deliver(OrderCreated, { key: 'ord_2', version: 1, data: created(null, 2) });
  expect((await t.execute('{ notification(id: "x") { id } }')).data).toEqual({ notification: null });
});

test('the inbox pages newest first, and reading takes effect once and only on own ones', async () => {
  for (let n = 10; n < 15; n++) await t.deliver(OrderCreated, { key: `ord_${n}`, version: 1, data: created('usr_c', n) });
  const first = await inbox('usr_c', customer('usr_c'), { first: 3 });
  const rest = await inbox('usr_c', customer('usr_c'), { first: 3, after: first.pageInfo.endCursor });
  const ids = [...first.nodes, ...rest.nodes].map((node: { id: string }) => node.id);
  expect(new Set(ids).size).toBe(5);
  const mark = async (as: ReturnType<typeof customer>) =>
    (await t.execute('mutation ($ids: [ID!]!) { notificationMarkRead(ids: $ids) }', { variables: { ids: ids.slice(0, 2) }, as })).data
      .notificationMarkRead;
  expect(await mark(customer('usr_b'))).toBe(0);
  expect(await mark(customer('usr_c'))).toBe(2);
  expect(await mark(customer('usr_c'))).toBe(0);
  expect((await inbox('usr_c', customer('usr_c'), { unread: true })).nodes).toHaveLength(3);
});

test('a paid order is confirmed by one mail; an erased user gets none', async () => {
  const user = {
    id: 'usr_m',
    email: 'm@example.com',
    firstName: 'Mo',
    lastName: null,
    displayName: 'Mo',
    status: 'ACTIVE' as const,
    version: 1,
  };
  await t.deliver(UserCreated, { key: 'usr_m', version: 1, data: user });
  await t.deliver(OrderPaid, { key: 'ord_20', version: 2, data: paid('usr_m', 20) });
  await t.runJob('send-mail');
  await t.runJob('send-mail');
  const folder = join(t.config.dataDir, 'mail');
  const mails = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(mails()).toHaveLength(1);
  expect(mails()[0]).toMatch(/To: m@example\.com[\s\S]*Subject: Your order N-20[\s\S]*Hello Mo/);
  await t.deliver(UserDeleted, { key: 'usr_m', version: 2, data: { id: 'usr_m', version: 2 } });
  await t.deliver(UserCreated, { key: 'usr_m', version: 1, data: user });
  await t.deliver(OrderCancelled, {
    key: 'ord_20',
    version: 3,
    data: { ...order('usr_m', 20), version: 3, reason: 'CUSTOMER', wasPaid: true },
  });
  await t.runJob('send-mail');
  expect(mails()).toHaveLength(1);
});
