import { PaymentCreated, PaymentRefunded } from '@emporium/payments-events';
import { admin, customer, guest, supervisor } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { query } from '../tables.js';
import {
  CANCEL,
  PLACE,
  placeVariables,
  RETURN,
  startOrders,
  TRANSITION,
  type FakeShop,
} from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let shop: FakeShop;
beforeAll(async () => void ({ t, shop } = await startOrders()));
afterAll(() => t.close());

const ada = customer('usr_ada');
let version = 0;
async function placed(as: ReturnType<typeof customer> | undefined = ada) {
  const cart = shop.cart({ var_shirt: 2 }, as?.sub ?? null, ++version);
  const { data } = await t.execute(PLACE, {
    variables: placeVariables(cart),
    ...(as ? { as } : {}),
  });
  return data!.orderPlace.order as {
    id: string;
    number: string;
    version: number;
    lines: { id: string }[];
  };
}
const pay = (orderId: string, minor = 3_998, paymentId = `pay_${orderId}`) => {
  const money = { minor, currency: 'EUR' };
  const data = { paymentId, orderId, amount: money, currency: 'EUR', provider: 'test' };
  return t.deliver(PaymentCreated, { key: orderId, version: 1, data });
};
const cancel = async (id: string, key: string, as: object = ada) =>
  (await t.execute(CANCEL, { as: as as never, variables: { id, key, reason: 'changed my mind' } }))
    .data?.orderCancel;
const move = async (id: string, to: string, v: number, as = supervisor, s?: object) =>
  (await t.execute(TRANSITION, { as, variables: { id, to, v, ...(s ? { s } : {}) } })).data
    ?.orderTransition;
const eventsOf = async (id: string, type?: string) =>
  (await t.published()).filter(
    (e) => e.source === '/emporium/orders' && e.subject === id && (!type || e.type === type),
  );

test('captured money makes an order PAID, once, with the cart to empty', async () => {
  const { id } = await placed();
  await pay(id);
  await pay(id);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { status expiresAt history { nodes { type from to actor } } } }`,
    {
      as: ada,
      variables: { id },
    },
  );
  expect(data?.order).toMatchObject({
    status: 'PAID',
    expiresAt: null,
    history: {
      nodes: [{ type: 'PLACED' }, { type: 'PAID', from: 'PENDING', to: 'PAID', actor: 'system' }],
    },
  });
  const paid = await eventsOf(id, 'ORDER_PAID');
  expect(paid).toHaveLength(1);
  expect(paid[0]).toMatchObject({
    aggregateversion: 2,
    data: {
      cartIdHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      lines: [{ variantId: 'var_shirt', quantity: 2 }],
      total: { minor: 3_998 },
      currency: 'EUR',
    },
  });
});

test('another amount than the total pays nothing', async () => {
  const { id } = await placed();
  await pay(id, 1);
  expect((await eventsOf(id)).map((e) => e.type)).toEqual(['ORDER_CREATED']);
});

test('ten cancellations at once release the units once, and all are told that it is cancelled', async () => {
  const { id } = await placed();
  const all = await Promise.all(Array.from({ length: 10 }, (_, n) => cancel(id, `c${n}`)));
  for (const answer of all)
    expect(answer).toMatchObject({ order: { status: 'CANCELLED', version: 2 }, userErrors: [] });
  const events = await eventsOf(id, 'ORDER_CANCELLED');
  expect(events).toMatchObject([
    {
      data: {
        reason: 'CUSTOMER',
        wasPaid: false,
        lines: [{ variantId: 'var_shirt', quantity: 2 }],
      },
    },
  ]);
  expect(await cancel(id, 'c0')).toEqual(all[0]);
  expect(
    (await t.execute(CANCEL, { as: ada, variables: { id, key: 'c0', reason: 'other' } })).data
      ?.orderCancel.userErrors,
  ).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
});

test('an unpaid order expires on time and not before', async () => {
  const early = await placed();
  const late = await placed();
  await query(t.ctx())
    .updateTable('OrderRow')
    .set({ expiresAt: sql<Date>`now()` })
    .where('id', '=', late.id)
    .execute();
  await t.runJob('expire-orders');
  await t.runJob('expire-orders');
  expect((await eventsOf(early.id)).map((e) => e.type)).toEqual(['ORDER_CREATED']);
  expect(
    (await eventsOf(late.id)).map((e) => [e.type, (e.data as { reason?: string }).reason]),
  ).toEqual([
    ['ORDER_CREATED', undefined],
    ['ORDER_CANCELLED', 'EXPIRED'],
  ]);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { status history { nodes { type to actor } } } }`,
    {
      as: ada,
      variables: { id: late.id },
    },
  );
  expect(data?.order).toMatchObject({
    status: 'CANCELLED',
    history: { nodes: [{}, { type: 'EXPIRED', to: 'CANCELLED', actor: 'system' }] },
  });
});

test('money for a cancelled order has the cancellation told again, so that it is refunded', async () => {
  const { id } = await placed();
  await cancel(id, 'c');
  await pay(id);
  const events = await eventsOf(id, 'ORDER_CANCELLED');
  expect(
    events.map((e) => [
      e.aggregateversion,
      (e.data as { reason: string; wasPaid: boolean }).reason,
    ]),
  ).toEqual([
    [2, 'CUSTOMER'],
    [3, 'LATE_PAYMENT'],
  ]);
  expect(events.every((e) => !(e.data as { wasPaid: boolean }).wasPaid)).toBe(true);
  const money = { minor: 3_998, currency: 'EUR' };
  await t.deliver(PaymentRefunded, {
    key: id,
    version: 2,
    data: {
      paymentId: `pay_${id}`,
      orderId: id,
      amount: money,
      refunded: money,
      full: true,
      provider: 'test',
      currency: 'EUR',
    },
  });
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { history { nodes { type note } } } }`,
    {
      as: ada,
      variables: { id },
    },
  );
  expect(data?.order.history.nodes.slice(-2)).toMatchObject([
    { type: 'LATE_PAYMENT' },
    { type: 'PAYMENT_REFUNDED', note: '3998 EUR' },
  ]);
});

test('staff take a paid order to DELIVERED, one step after the other, with tracking', async () => {
  const { id } = await placed();
  expect((await move(id, 'DELIVERED', 1)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION', from: 'PENDING', to: 'DELIVERED', allowed: ['CANCELLED'] },
  ]);
  expect((await move(id, 'PAID', 1)).userErrors).toMatchObject([{ code: 'INVALID_TRANSITION' }]);
  await pay(id);
  expect((await move(id, 'PROCESSING', 1)).userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: 2 },
  ]);
  expect((await move(id, 'PROCESSING', 2)).order).toMatchObject({
    status: 'PROCESSING',
    version: 3,
    allowedTransitions: ['SHIPPED', 'CANCELLED'],
  });
  const shipped = await move(id, 'SHIPPED', 3, supervisor, {
    trackingNumber: 'T1',
    trackingUrl: 'https://carrier.test/T1',
  });
  expect(shipped.order.fulfillments).toMatchObject([
    { trackingNumber: 'T1', shippedAt: expect.any(String), deliveredAt: null },
  ]);
  expect((await cancel(id, 'too late')).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION', from: 'SHIPPED', to: 'CANCELLED' },
  ]);
  expect((await move(id, 'PROCESSING', 4)).userErrors).toMatchObject([
    { code: 'INVALID_TRANSITION' },
  ]);
  expect((await move(id, 'DELIVERED', 4, admin)).order.fulfillments[0].deliveredAt).not.toBeNull();
  expect((await eventsOf(id)).map((e) => e.aggregateversion)).toEqual([1, 2, 3, 4, 5]);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { history { nodes { actor } } } }`,
    { as: ada, variables: { id } },
  );
  expect(data?.order.history.nodes.map((n: { actor: string }) => n.actor)).toEqual([
    'user',
    'system',
    'staff',
    'staff',
    'staff',
  ]);
});

test('two members of staff at once: one moves the order, the other is told of the conflict', async () => {
  const { id } = await placed();
  await pay(id);
  const both = await Promise.all([move(id, 'PROCESSING', 2), move(id, 'CANCELLED', 2)]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
  expect(both.flatMap((answer) => answer.userErrors)).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: 3 },
  ]);
});

test('only delivered units of the own order go back, and never more than were ordered', async () => {
  const { id, lines } = await placed();
  const ask = async (quantity: number, key: string, as = ada) =>
    (
      await t.execute(RETURN, {
        as,
        variables: { id, key, lines: [{ orderLineId: lines[0]!.id, quantity }] },
      })
    ).data?.orderReturnRequest;
  expect((await ask(1, 'early')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['orderId'] },
  ]);
  await pay(id);
  for (const [step, to] of ['PROCESSING', 'SHIPPED', 'DELIVERED'].entries())
    await move(id, to, step + 2);
  expect((await ask(1, 'r', customer('usr_other'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await ask(0, 'zero')).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['lines', '0', 'quantity'] },
  ]);
  const first = await ask(1, 'r1');
  expect(first.order.returns).toMatchObject([
    { status: 'REQUESTED', reason: 'too small', lines: [{ quantity: 1, restocked: false }] },
  ]);
  expect(await ask(1, 'r1')).toEqual(first);
  const both = await Promise.all([ask(1, 'r2'), ask(1, 'r3')]);
  expect(both.map((answer) => answer.userErrors.length).sort()).toEqual([0, 1]);
});

test("other people's orders look like missing ones, by every way in", async () => {
  const { id, number } = await placed();
  const ways = `query($id: ID!, $n: String!) { order(id: $id) { id } orderByNumber(number: $n) { id }
    _entities(representations: [{ __typename: "Order", id: $id }, { __typename: "Order", number: $n }, { __typename: "User", id: "usr_ada" }]) { ... on Order { id } ... on User { orders { nodes { id } } } } }`;
  const see = (as: object) => t.execute(ways, { as: as as never, variables: { id, n: number } });
  const nothing = { order: null, orderByNumber: null, _entities: [null, null, { orders: null }] };
  for (const as of [customer('usr_eve'), customer('usr_eve2')])
    expect(await see(as)).toEqual({ data: nothing });
  const mine = await see(ada);
  expect(mine.data).toMatchObject({
    order: { id },
    orderByNumber: { id },
    _entities: [{ id }, { id }, { orders: { nodes: expect.arrayContaining([{ id }]) } }],
  });
  expect((await see(supervisor)).data?.order).toEqual({ id });
  expect((await cancel(id, 'x', customer('usr_eve'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['id'] },
  ]);
  expect((await cancel('ord_none', 'x', customer('usr_eve'))).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['id'] },
  ]);
  expect(
    (await t.execute(`{ orderByToken(token: "${id}") { id } }`)).data?.orderByToken,
  ).toBeNull();
});

test('a guest cancels by token, and the token opens no other order', async () => {
  const one = await placed(undefined as never);
  const cart = shop.cart({ var_shirt: 2 }, null, ++version);
  const two = (await t.execute(PLACE, { variables: placeVariables(cart) })).data?.orderPlace;
  expect(two.guestToken).toEqual(expect.any(String));
  expect((await cancel(two.order.id, 'g', guest(one.id))).userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await cancel(two.order.id, 'g', guest(two.order.id))).order.status).toBe('CANCELLED');
});

test('staff list orders by keyset with filters; a foreign cursor is refused', async () => {
  const buyer = customer('usr_many');
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.unshift((await placed(buyer)).id);
  const query = `query($after: String, $w: OrderWhere) { orders(first: 2, after: $after, where: $w) { nodes { id } totalCount pageInfo { hasNextPage endCursor } } }`;
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const { data } = await t.execute(query, {
      as: admin,
      variables: { after, w: { customerId: 'usr_many', status: ['PENDING'] } },
    });
    expect(data?.orders.totalCount).toBe(5);
    seen.push(...data?.orders.nodes.map((o: { id: string }) => o.id));
    if (!data?.orders.pageInfo.hasNextPage) break;
    after = data?.orders.pageInfo.endCursor;
  }
  expect(seen).toEqual(ids);
  const bad = async (text: string) =>
    (await t.execute(text, { as: admin })).errors?.[0]?.extensions?.['code'];
  expect(await bad(`{ orders(first: 2, after: "xyz") { nodes { id } } }`)).toBe('BAD_USER_INPUT');
  expect(await bad(`{ orders { nodes { id } } }`)).toBe('BAD_USER_INPUT');
  expect(
    (await t.execute(`{ orders(first: 1) { nodes { id } } }`, { as: buyer })).errors?.[0]
      ?.extensions?.['code'],
  ).toBe('FORBIDDEN');
});

test('a page of orders with lines needs few statements', async () => {
  const { statements } = await t.countQueries(() =>
    t.execute(
      `{ orders(first: 20) { nodes { id lines { sku } returns { status } fulfillments { id } customer { id } } } }`,
      { as: admin },
    ),
  );
  expect(statements.length).toBeLessThanOrEqual(5);
});
