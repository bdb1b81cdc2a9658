import { OrderCreated } from '@emporium/orders-events';
import { ProductCreated, ProductUpdated } from '@emporium/catalog-events';
import { eventually } from '@emporium/testing/eventually';
import { admin, customer } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NotificationServices } from '../context.js';
import { orderCreated, startNotifications } from '../notifications.fixture.js';
import { userChannel, PUBLIC_CHANNEL } from './notify.js';

let t: TestSubgraph<NotificationServices>;
beforeAll(async () => {
  ({ t } = await startNotifications());
});
afterAll(() => t.close());

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
    data: orderCreated('usr_a', 1),
  });
  await t.deliver(OrderCreated, {
    key: 'ord_1',
    version: 1,
    data: orderCreated('usr_a', 1),
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

test('a guest has no inbox', async () => {
  await t.deliver(OrderCreated, { key: 'ord_2', version: 1, data: orderCreated(null, 2) });
  expect((await t.execute('{ notification(id: "x") { id } }')).data).toEqual({
    notification: null,
  });
});

test('the inbox pages newest first, and reading takes effect once and only on own ones', async () => {
  for (let n = 10; n < 15; n++)
    await t.deliver(OrderCreated, { key: `ord_${n}`, version: 1, data: orderCreated('usr_c', n) });
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
