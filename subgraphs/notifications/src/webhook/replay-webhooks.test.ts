import { admin } from '@emporium/testing/principals';
import {
  DELETE,
  DELIVERIES,
  PING,
  REPLAY,
  REPLAY_RANGE,
  startShop,
  UPDATE,
  type TestShop,
} from './shop.fixture.js';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query } from '../tables.js';
import { answering, startReceiver, type Receiver } from './receiver.fixture.js';
import { webhookGauges } from './webhook-gauges.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let t: TestShop;
let receiver: Receiver;
let id: string;
beforeAll(async () => {
  t = await startShop({ MAIL_STAFF: 'ops@example.com', WEBHOOK_SWITCH_OFF_DAYS: '2' });
});
afterAll(() => t.close());
beforeEach(async () => {
  receiver = await startReceiver();
  ({ id } = await t.register(receiver.url));
  return async () => {
    await t.change(DELETE, { id });
    await query(t.ctx()).deleteFrom('WebhookEvent').execute();
    await receiver.close();
  };
});

const endpoint = async () => {
  const { data } = await t.execute(DELIVERIES, { variables: { id, first: 100 }, as: admin });
  return data.webhookEndpoint;
};
const gauge = (name: string) => webhookGauges.find((one) => one.name === name)!.read(t.ctx());
const range = (more: object = {}) =>
  t.change(REPLAY_RANGE, {
    ...{ id, from: new Date(Date.now() - HOUR), to: new Date(Date.now() + HOUR) },
    ...more,
  });
const switchOff = async (isActive: boolean) => {
  const { version } = await endpoint();
  return t.change(UPDATE, { id, input: { isActive }, version });
};

test('a ping is sent once, also to an endpoint that is switched off, and one at a time', async () => {
  await switchOff(false);
  receiver.answer = answering(500);
  const { deliveries, userErrors } = await t.change(PING, { id });
  expect(userErrors).toEqual([]);
  expect(deliveries).toMatchObject([{ type: 'webhook.ping', state: 'PENDING' }]);
  expect((await t.change(PING, { id })).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  await t.send();
  await t.later(DAY);
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]!.body).toBe(deliveries[0].body);
  expect(await endpoint()).toMatchObject({
    failures: 0,
    deliveries: { nodes: [{ state: 'FAILED', responseStatus: 500, error: 'answered 500' }] },
  });
  expect(await t.verify()).toEqual([]);
});

test('a replay sends again with the same id, all of the given deliveries or none', async () => {
  const eventId = await t.pay(1);
  await t.send();
  const { nodes } = (await endpoint()).deliveries;
  const missing = await t.change(REPLAY, { ids: [nodes[0].id, 'whd_none'] });
  expect(missing.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['ids'] }]);
  await t.send();
  expect(receiver.received).toHaveLength(1);
  const { queuedCount } = await t.change(REPLAY, { ids: [nodes[0].id, nodes[0].id] });
  expect(queuedCount).toBe(1);
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id)).toEqual([eventId, eventId]);
  expect(await t.change(REPLAY, { ids: [] })).toMatchObject({ queuedCount: 0, userErrors: [] });
  const { errors } = await t.execute(REPLAY, {
    variables: { ids: Array.from({ length: 101 }, (_, n) => `whd_${n}`) },
    as: admin,
  });
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
});

test('what was given up has its 24 hours again after a replay', async () => {
  receiver.answer = answering(500);
  await t.pay(2);
  await t.send();
  await t.later(DAY);
  await t.later(1);
  expect((await endpoint()).deliveries.nodes).toMatchObject([{ state: 'FAILED' }]);
  expect(await gauge('emporium_webhooks_failed_24h')).toBe(1);
  await t.change(REPLAY, { ids: [(await endpoint()).deliveries.nodes[0].id] });
  await t.send();
  await t.later(HOUR);
  receiver.answer = answering(200);
  await t.later(6 * HOUR);
  expect((await endpoint()).deliveries.nodes).toMatchObject([{ state: 'DELIVERED' }]);
});

test('a replayed range sends what an endpoint missed while it was off, and nothing twice', async () => {
  const before = await t.pay(10);
  await t.send();
  await switchOff(false);
  const missed = [await t.pay(11), await t.pay(12)];
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id)).toEqual([before]);
  expect((await range()).userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['id'] }]);
  await switchOff(true);
  expect(await range({ to: new Date(Date.now() - HOUR / 2) })).toMatchObject({ queuedCount: 0 });
  expect(await range()).toMatchObject({ queuedCount: 2, userErrors: [] });
  await t.send();
  expect(receiver.received.map((webhook) => webhook.id).toSorted()).toEqual(
    [before, ...missed].toSorted(),
  );
  expect(await range()).toMatchObject({ queuedCount: 0, deliveries: [] });
  expect(await range({ all: true })).toMatchObject({ queuedCount: 3 });
  expect(await t.verify()).toEqual([]);
});

test.each([
  ['that ends before it starts', 0, -1],
  ['of more than 31 days', -32 * DAY, 0],
])('a range %s is refused', async (_, from, to) => {
  const now = Date.now();
  const { userErrors } = await range({ from: new Date(now + from), to: new Date(now + to) });
  expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['toAt'] }]);
});

test('an endpoint that fails for days is switched off, staff get one mail, and nothing is lost', async () => {
  receiver.answer = answering(500);
  const ids: string[] = [];
  for (let n = 20; n < 23; n++) {
    ids.push(await t.pay(n));
    for (let hour = 0; hour < 18; hour++) await t.later(HOUR);
  }
  expect(await endpoint()).toMatchObject({ isActive: false, switchedOffAt: expect.any(String) });
  expect(await gauge('emporium_webhook_endpoints_switched_off')).toBe(1);
  expect(await gauge('emporium_webhooks_queued')).toBe(0);
  await t.later(HOUR);
  await t.runJob('send-mail');
  await t.runJob('send-mail');
  const folder = join(t.config.dataDir, 'mail');
  const mails = existsSync(folder)
    ? readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    : [];
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/To: ops@example.com[\s\S]*was switched off/);
  expect(await t.verify()).toEqual([]);
  receiver.answer = answering(200);
  receiver.received.length = 0;
  await switchOff(true);
  expect(await endpoint()).toMatchObject({ failures: 0, firstFailedAt: null, switchedOffAt: null });
  await range();
  await t.send();
  expect(new Set(receiver.received.map((webhook) => webhook.id))).toEqual(new Set(ids));
});

test('an endpoint that answers 410 is switched off at once', async () => {
  receiver.answer = answering(410);
  await t.pay(30);
  await t.send();
  expect(await endpoint()).toMatchObject({
    isActive: false,
    deliveries: { nodes: [{ state: 'FAILED', responseStatus: 410 }] },
  });
});

test('the log is kept for its days, and what still waits for longer', async () => {
  const old = await t.pay(40);
  await t.send();
  const waiting = await t.pay(41);
  await query(t.ctx())
    .updateTable('WebhookEvent')
    .set({ recordedAt: sql<Date>`now() - interval '31 days'` })
    .where('id', 'in', [old, waiting])
    .execute();
  const fresh = await t.pay(42);
  expect(await gauge('emporium_webhooks_queued')).toBe(2);
  await t.runJob('prune-webhooks');
  const kept = await query(t.ctx()).selectFrom('WebhookEvent').select('id').execute();
  expect(kept.map((event) => event.id).toSorted()).toEqual([waiting, fresh].toSorted());
  expect((await endpoint()).deliveries.nodes).toHaveLength(2);
});
