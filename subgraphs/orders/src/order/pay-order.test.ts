import {
  PaymentAuthorized,
  PaymentAwaited,
  PaymentCreated,
  PaymentRefunded,
} from '@emporium/payments-events';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ada, orderLife } from '../order-life.fixture.js';
import { startOrders } from '../orders.fixture.js';

let t: TestSubgraph<unknown>;
let life: ReturnType<typeof orderLife>;
beforeAll(async () => {
  const started = await startOrders();
  t = started.t;
  life = orderLife(t, started.shop);
});
afterAll(() => t.close());

test('captured money makes an order PAID, once, with the cart to empty', async () => {
  const { id } = await life.placed();
  await life.pay(id);
  await life.pay(id);
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
  const paid = await life.eventsOf(id, 'ORDER_PAID');
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
  const { id } = await life.placed();
  await life.pay(id, 1);
  expect((await life.eventsOf(id)).map((e) => e.type)).toEqual(['ORDER_CREATED']);
});

test('money for a cancelled order has the cancellation told again, so that it is refunded', async () => {
  const { id } = await life.placed();
  await life.cancel(id, 'c');
  await life.pay(id);
  const events = await life.eventsOf(id, 'ORDER_CANCELLED');
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

test('several payments pay an order when together they are its total, whether captured or set aside', async () => {
  const { id } = await life.placed();
  const eur = (minor: number) => ({ minor, currency: 'EUR' });
  const about = { orderId: id, currency: 'EUR', provider: 'test' };
  await t.deliver(PaymentCreated, {
    key: id,
    version: 1,
    data: { ...about, paymentId: 'pay_card', amount: eur(1_000), covered: eur(1_000) },
  });
  expect((await life.eventsOf(id)).map((e) => e.type)).toEqual(['ORDER_CREATED']);
  const rest = { ...about, paymentId: 'pay_rest', amount: eur(2_998), covered: eur(3_998) };
  for (let repeat = 0; repeat < 2; repeat++)
    await t.deliver(PaymentAuthorized, {
      key: id,
      version: 2,
      data: { ...rest, authorizationExpiresAt: null },
    });
  expect((await life.eventsOf(id)).map((e) => e.type)).toEqual(['ORDER_CREATED', 'ORDER_PAID']);
  const { data } = await t.execute(
    `query($id: ID!) { order(id: $id) { status history { nodes { type note } } } }`,
    { as: ada, variables: { id } },
  );
  expect(data?.order).toMatchObject({
    status: 'PAID',
    history: {
      nodes: [
        { type: 'PLACED' },
        { type: 'PAYMENT_IN_PART', note: 'pay_card: 1000 EUR' },
        { type: 'PAID', note: 'pay_rest' },
      ],
    },
  });
});

test('an order that is paid by a transfer waits for it, and never shorter than it would have', async () => {
  const { id } = await life.placed();
  const awaited = (until: string, version: number) =>
    t.deliver(PaymentAwaited, {
      key: id,
      version,
      data: {
        orderId: id,
        paymentId: 'pay_transfer',
        provider: 'bank_transfer',
        currency: 'EUR',
        amount: { minor: 3_998, currency: 'EUR' },
        method: 'bank_transfer',
        until,
      },
    });
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString();
  await awaited(until, 1);
  await awaited(new Date(Date.now() + 1_000).toISOString(), 2);
  const extended = await life.eventsOf(id, 'ORDER_EXTENDED');
  expect(extended).toMatchObject([{ aggregateversion: 2, data: { expiresAt: until } }]);
  const { data } = await t.execute(`query($id: ID!) { order(id: $id) { status expiresAt } }`, {
    as: ada,
    variables: { id },
  });
  expect(data?.order).toEqual({ status: 'PENDING', expiresAt: until });
});
