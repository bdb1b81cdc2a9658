import { OrderCancelled } from '@emporium/orders-events';
import { admin } from '@emporium/testing/principals';
import { DELETE, DELIVERIES, startShop, type TestShop } from './shop.fixture.js';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query } from '../tables.js';
import { MAX_IN_FLIGHT } from './claim-deliveries.js';
import { answering, startReceiver, verified, type Receiver } from './receiver.fixture.js';
import { sendToEndpoint } from './send-to-endpoint.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let t: TestShop;
let receiver: Receiver;
let endpoint: { id: string; secret: string };
beforeAll(async () => {
  t = await startShop();
});
afterAll(() => t.close());
beforeEach(async () => {
  receiver = await startReceiver();
  endpoint = await t.register(receiver.url);
  return async () => {
    await t.change(DELETE, { id: endpoint.id });
    await receiver.close();
  };
});

const log = async (variables: object = {}) => {
  const { data } = await t.execute(DELIVERIES, {
    variables: { id: endpoint.id, first: 100, ...variables },
    as: admin,
  });
  return data.webhookEndpoint;
};

test('an event arrives once, signed as Standard Webhooks says, without anything personal', async () => {
  const id = await t.pay(1);
  await t.send();
  await t.send();
  expect(receiver.received).toHaveLength(1);
  const [webhook] = receiver.received;
  expect(verified(endpoint.secret, webhook!)).toEqual({
    type: 'order.paid',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    version: 1,
    data: {
      ...{ orderId: 'ord_1', number: 'N-1', version: 2, status: 'PAID' },
      lines: [{ variantId: 'var_1', quantity: 1 }],
      total: { minor: 1_000, currency: 'EUR' },
    },
  });
  expect(webhook!.id).toBe(id);
  expect(() => verified('whsec_' + 'A'.repeat(43) + '=', webhook!)).toThrow();
  expect(() => verified(endpoint.secret, { ...webhook!, body: `${webhook!.body} ` })).toThrow();
  expect((await log()).deliveries.nodes).toMatchObject([
    { eventId: id, type: 'order.paid', state: 'DELIVERED', attempts: 1, responseStatus: 204 },
  ]);
});

test('an event that comes twice is sent once, and one about an order that nobody was told of never', async () => {
  const id = await t.pay(2);
  await t.pay(2, id);
  await t.deliver(OrderCancelled, {
    ...{ key: 'ord_3', version: 1 },
    data: {
      ...{ orderId: 'ord_3', number: '', userId: null, version: 1, lines: [] },
      ...{ reason: 'ABANDONED', wasPaid: false },
    },
  });
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id)).toEqual([id]);
});

test('a receiver that fails for an hour misses nothing and gets each event with its own id', async () => {
  receiver.answer = answering(503);
  const ids: string[] = [];
  for (let minute = 0; minute < 60; minute++) {
    if (minute % 10 === 0) ids.push(await t.pay(100 + minute));
    await t.later(MINUTE);
  }
  const during = receiver.received.length;
  expect(during).toBeGreaterThan(ids.length);
  expect((await log()).deliveries.nodes.map((d: { state: string }) => d.state)).toEqual(
    ids.map(() => 'PENDING'),
  );
  receiver.answer = answering(204);
  for (let minute = 0; minute < 90; minute++) await t.later(MINUTE);
  const accepted = receiver.received.slice(during).map((webhook) => webhook.id);
  expect(accepted.toSorted()).toEqual(ids.toSorted());
  expect(new Set(receiver.received.map((webhook) => webhook.id))).toEqual(new Set(ids));
  // The same bytes in each attempt, and a signature of its own moment.
  for (const id of ids)
    expect(new Set(receiver.received.filter((w) => w.id === id).map((w) => w.body)).size).toBe(1);
  expect(await log()).toMatchObject({ failures: 0, firstFailedAt: null });
  expect(await t.verify()).toEqual([]);
});

test('a delivery is tried for 24 hours, at their end once more, and then given up', async () => {
  receiver.answer = answering(500);
  await t.pay(4);
  for (let hour = 0; hour < 24; hour++) await t.later(60 * MINUTE);
  await t.later(MINUTE);
  const sent = receiver.received.length;
  const [delivery] = (await log()).deliveries.nodes;
  expect(delivery).toMatchObject({ state: 'FAILED', attempts: sent, nextAttemptAt: null });
  expect(delivery.error).toBe('answered 500');
  await t.later(DAY);
  expect(receiver.received).toHaveLength(sent);
  expect(await t.verify()).toEqual([]);
});

test('an endpoint is not asked again before its Retry-After, in seconds or as a date', async () => {
  receiver.answer = answering(429, { 'retry-after': '1200' });
  await t.pay(5);
  await t.send();
  await t.later(19 * MINUTE);
  expect(receiver.received).toHaveLength(1);
  receiver.answer = (response) =>
    answering(503, { 'retry-after': new Date(t.clock.now.getTime() + 40 * MINUTE).toUTCString() })(
      response,
    );
  await t.later(2 * MINUTE);
  expect(receiver.received).toHaveLength(2);
  await t.later(39 * MINUTE);
  expect(receiver.received).toHaveLength(2);
  receiver.answer = answering(200);
  await t.later(2 * MINUTE);
  expect(receiver.received).toHaveLength(3);
});

test('two instances that send at once never send the same attempt, nor more at once than an endpoint takes', async () => {
  const ids: string[] = [];
  for (let n = 10; n < 30; n++) ids.push(await t.pay(n));
  let atOnce = 0;
  let most = 0;
  receiver.answer = (response) => {
    most = Math.max(most, ++atOnce);
    setImmediate(() => {
      atOnce--;
      response.writeHead(204).end();
    });
  };
  const instances = [t.ctx(), t.ctx(), t.ctx()];
  await Promise.all(instances.map((ctx) => sendToEndpoint(ctx, endpoint.id, () => false)));
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id).toSorted()).toEqual(ids.toSorted());
  expect(most).toBeLessThanOrEqual(MAX_IN_FLIGHT);
});

test('what one instance is sending no other instance sends, though the endpoint has room for more', async () => {
  const ids = [await t.pay(35), await t.pay(36)];
  const held: (() => void)[] = [];
  receiver.answer = (response) => void held.push(() => response.writeHead(204).end());
  const first = sendToEndpoint(t.ctx(), endpoint.id, () => false);
  await expect.poll(() => held.length).toBe(2);
  // It finds nothing that is free, and is done.
  await sendToEndpoint(t.ctx(), endpoint.id, () => false);
  for (const release of held) release();
  await first;
  expect(receiver.received.map((webhook) => webhook.id).toSorted()).toEqual(ids.toSorted());
});

test('what a sender had claimed that died is sent by another one when the lease is over, with the same id', async () => {
  const id = await t.pay(31);
  const lease = (until: ReturnType<typeof sql<Date>>) =>
    query(t.ctx())
      .updateTable('WebhookDelivery')
      .set({ attempts: 1, leaseUntil: until })
      .where('eventId', '=', id)
      .execute();
  await lease(sql<Date>`now() + interval '30 seconds'`);
  await t.send();
  expect(receiver.received).toEqual([]);
  await lease(sql<Date>`now() - interval '1 second'`);
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id)).toEqual([id]);
  expect((await log()).deliveries.nodes).toMatchObject([{ state: 'DELIVERED', attempts: 2 }]);
});

test('an endpoint that hangs holds up no other', async () => {
  const slow = await startReceiver();
  const held: (() => void)[] = [];
  slow.answer = (response) => void held.push(() => response.writeHead(204).end());
  const other = await t.register(slow.url);
  await t.pay(40);
  await t.runJob('send-webhooks');
  await expect.poll(() => held.length).toBe(1);
  await expect.poll(() => receiver.received.length).toBe(1);
  await t.pay(41);
  await t.runJob('send-webhooks');
  await expect.poll(() => receiver.received.length).toBe(2);
  slow.answer = answering(204);
  for (const release of held) release();
  await t.ctx().services.webhooks.lanes.idle();
  await t.change(DELETE, { id: other.id });
  await slow.close();
});

test('the log pages by cursor and filters by state and event', async () => {
  for (let n = 50; n < 55; n++) await t.pay(n);
  const first = (await log({ first: 2 })).deliveries;
  const rest = (await log({ after: first.pageInfo.endCursor })).deliveries;
  expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
  const seen = [...first.nodes, ...rest.nodes].map(({ eventId }) => eventId as string);
  expect(new Set(seen).size).toBe(5);
  const count = async (where: object) => (await log({ where })).deliveries.nodes.length;
  expect(await count({ state: ['PENDING'] })).toBe(5);
  expect(await count({ state: ['DELIVERED', 'FAILED'] })).toBe(0);
  expect(await count({ state: [] })).toBe(0);
  expect(await count({ event: 'order.paid' })).toBe(5);
  expect(await count({ event: 'order.shipped' })).toBe(0);
});

test('the invariants report an event that was never queued for an endpoint', async () => {
  const id = await t.pay(60);
  expect(await t.verify()).toEqual([]);
  await query(t.ctx()).deleteFrom('WebhookDelivery').where('eventId', '=', id).execute();
  expect(await t.verify()).toEqual([
    `I32: event ${id} (order.paid) was never queued for endpoint ${endpoint.id}; replay its time with webhookEndpointReplay`,
  ]);
});
