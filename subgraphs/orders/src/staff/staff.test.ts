import { customer, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { address, PLACE, placeVariables, startOrders, type FakeShop } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  ({ t, shop } = await startOrders());
  life = orderLife(t, shop);
});
afterAll(() => t.close());

const ERRORS = 'userErrors { ... on UserError { code message path } }';
const FIELDS = `order { id version tags notes { text actor } shippingAddress { line1 city } } ${ERRORS}`;
const NOTE = `mutation ($id: ID!, $text: String!, $key: ID!) { orderNoteAdd(orderId: $id, text: $text, idempotencyKey: $key) { ${FIELDS} } }`;
const TAGS = `mutation ($id: ID!, $add: [String!], $remove: [String!], $key: ID!) { orderTagsUpdate(orderId: $id, add: $add, remove: $remove, idempotencyKey: $key) { ${FIELDS} } }`;
const ADDRESS = `mutation ($id: ID!, $address: AddressInput!, $v: Int!) { orderAddressUpdate(id: $id, shippingAddress: $address, expectedVersion: $v) { ${FIELDS} } }`;
const LIST = `query ($where: OrderWhere) { orders(first: 50, where: $where) { nodes { id } } }`;
const JOB = 'job { id to orderCount doneCount isFinished failures { orderId code message } }';
const BULK = `mutation ($ids: [ID!]!, $to: OrderStatus!, $key: ID!) { orderBulkTransition(ids: $ids, to: $to, idempotencyKey: $key) { ${JOB} ${ERRORS} } }`;

interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any
  order: any;
  // oxlint-disable-next-line typescript/no-explicit-any
  job: any;
  userErrors: { code: string; path: string[] }[];
}
const send = (document: string, variables: object): Promise<Answer> =>
  life.send(document, variables);
const codeOf = async (document: string, variables: object, as: typeof supervisor) =>
  (await t.execute(document, { as, variables: { key: 'k', ...variables } })).errors?.[0]
    ?.extensions?.['code'];
const found = async (where: object) =>
  (await t.execute(LIST, { as: supervisor, variables: { where } })).data?.orders.nodes.map(
    (node: { id: string }) => node.id,
  );

test('notes are written once per key, and buyers see neither them nor tags', async () => {
  const { id } = await life.placed();
  const first = await send(NOTE, { id, text: ' call first ', key: 'n' });
  expect(first.order.notes).toEqual([{ text: 'call first', actor: 'staff:usr_supervisor' }]);
  expect(await send(NOTE, { id, text: ' call first ', key: 'n' })).toEqual(first);
  expect((await send(NOTE, { id, text: '  ' })).userErrors).toMatchObject([{ path: ['text'] }]);
  const see = `query ($id: ID!) { order(id: $id) { notes { text } tags } }`;
  const { data, errors } = await t.execute(see, { as: ada, variables: { id } });
  expect(data?.order).toEqual({ notes: null, tags: null });
  expect(errors?.map((error) => error.extensions?.['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(await codeOf(NOTE, { id, text: 'x' }, ada)).toBe('FORBIDDEN');
});

test('tags are added and removed whatever is there, and find their orders', async () => {
  const { id } = await life.placed();
  expect((await send(TAGS, { id, add: ['VIP ', 'gift', 'gift'] })).order.tags).toEqual([
    'gift',
    'vip',
  ]);
  const both = await Promise.all([
    send(TAGS, { id, add: ['late'], remove: ['none'] }),
    send(TAGS, { id, remove: ['vip'] }),
  ]);
  expect(both.flatMap((answer) => answer.userErrors)).toEqual([]);
  expect(await found({ tag: 'Late' })).toEqual([id]);
  expect(await found({ tag: 'vip' })).toEqual([]);
  const many = Array.from({ length: 49 }, (_, n) => `t${n}`);
  expect((await send(TAGS, { id, add: many })).userErrors).toMatchObject([{ path: ['add'] }]);
});

test('an address is corrected until the order has left, by whoever read the last version', async () => {
  const { id } = await life.paid();
  const other = { ...address, line1: 'Side Street 2' };
  const done = await send(ADDRESS, { id, address: other, v: 2 });
  expect(done.order).toMatchObject({ version: 3, shippingAddress: { line1: 'Side Street 2' } });
  expect((await life.eventsOf(id, 'ORDER_UPDATED')).map((e) => e.data)).toEqual([
    {
      orderId: id,
      number: expect.any(String),
      userId: 'usr_ada',
      version: 3,
      change: 'SHIPPING_ADDRESS',
    },
  ]);
  expect((await send(ADDRESS, { id, address: other, v: 2 })).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT' },
  ]);
  const abroad = { ...other, country: 'FR', postalCode: '75001' };
  expect((await send(ADDRESS, { id, address: abroad, v: 3 })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['shippingAddress', 'country'] },
  ]);
  const empty = { ...other, line1: ' ' };
  expect((await send(ADDRESS, { id, address: empty, v: 3 })).userErrors).toMatchObject([
    { path: ['shippingAddress', 'line1'] },
  ]);
  await life.move(id, 'PROCESSING', 3);
  await life.move(id, 'SHIPPED', 4);
  expect((await send(ADDRESS, { id, address: other, v: 5 })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['id'] },
  ]);
});

test('orders are found by the beginning of an address, a name or a last name, large or small', async () => {
  const cart = shop.cart({ var_shirt: 1 });
  const { data } = await t.execute(PLACE, {
    variables: placeVariables(cart, undefined, {
      guestEmail: 'grace_50%@example.test',
      shippingAddress: { ...address, name: 'Grace Brewster Hopper' },
    }),
  });
  const { id } = data!.orderPlace.order;
  for (const search of ['GRACE_50%', 'grace b', ' hopper', 'Hopp'])
    expect(await found({ search }), search).toEqual([id]);
  for (const search of ['race', 'brewster', 'grace__', 'gr%r'])
    expect(await found({ search }), search).toEqual([]);
  for (const search of ['g', ' ', 'x'.repeat(201)])
    expect(await codeOf(LIST, { where: { search } }, supervisor), search).toBe('BAD_USER_INPUT');
  expect(await codeOf(LIST, { where: { search: 'grace' } }, customer('usr_eve'))).toBe('FORBIDDEN');
});

test('a bulk change moves what may move and tells why the others did not', async () => {
  const one = await life.paid();
  const two = await life.paid();
  const unpaid = await life.placed();
  const ids = [one.id, unpaid.id, 'ord_none', two.id];
  const started = await send(BULK, { ids, to: 'PROCESSING', key: 'bulk' });
  expect(started.job).toMatchObject({
    orderCount: 4,
    doneCount: 0,
    isFinished: false,
    failures: [],
  });
  await Promise.all([t.runJob('run-bulk'), t.runJob('run-bulk')]);
  const again = await send(BULK, { ids, to: 'PROCESSING', key: 'bulk' });
  await t.runJob('run-bulk');
  const { data } = await t.execute(
    `query ($id: ID!) { job: orderBulkJob(id: $id) { ${JOB.slice(6, -2)} } none: orderBulkJob(id: "x") { id } }`,
    { as: supervisor, variables: { id: started.job.id } },
  );
  expect(again.job.id).toBe(started.job.id);
  expect(data).toMatchObject({
    job: {
      doneCount: 2,
      isFinished: true,
      failures: [
        { orderId: unpaid.id, code: 'INVALID_TRANSITION', message: expect.any(String) },
        { orderId: 'ord_none', code: 'NOT_FOUND', message: expect.any(String) },
      ],
    },
    none: null,
  });
  expect(await life.eventsOf(one.id, 'ORDER_STATUS_CHANGED')).toHaveLength(1);
  const paths = async (list: string[]) =>
    (await send(BULK, { ids: list, to: 'PROCESSING' })).userErrors.map(({ path }) => path[0]);
  expect(await paths([])).toEqual(['ids']);
  expect(await paths([one.id, one.id])).toEqual(['ids']);
  expect(await paths(Array.from({ length: 501 }, (_, n) => `ord_${n}`))).toEqual(['ids']);
  expect(await codeOf(BULK, { ids: [one.id], to: 'CANCELLED' }, ada)).toBe('FORBIDDEN');
});
