import { admin, anonymous, customer, supervisor } from '@emporium/testing/principals';
import {
  CREATE,
  DELETE,
  PING,
  REPLAY,
  REPLAY_RANGE,
  ROTATE,
  startShop,
  UPDATE,
  type TestShop,
} from './shop.fixture.js';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { query } from '../tables.js';
import { MAX_ENDPOINTS } from './create-endpoint.js';
import { startReceiver, verified, type Receiver } from './receiver.fixture.js';
import { MAX_SECRETS } from './webhook-secret.js';

const HOUR = 3_600_000;

let t: TestShop;
let receiver: Receiver;
beforeAll(async () => {
  t = await startShop();
});
afterAll(() => t.close());
beforeEach(async () => {
  receiver = await startReceiver();
  return async () => {
    await query(t.ctx()).deleteFrom('WebhookEndpoint').execute();
    await receiver.close();
  };
});

const input = (more: object = {}) => ({ url: receiver.url, events: ['*'], ...more });
const all = async (as = admin) =>
  t.execute('{ webhookEndpoints { id url events isActive version } }', { as });

test('an endpoint is registered, listed, changed at its version, and deleted with its log', async () => {
  const { webhookEndpoint, secret, userErrors } = await t.change(CREATE, {
    input: input({ events: ['order.*', 'stock.changed', 'order.*'], description: ' Books ' }),
  });
  expect(userErrors).toEqual([]);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(webhookEndpoint).toMatchObject({
    ...{ url: receiver.url, events: ['order.*', 'stock.changed'], description: 'Books' },
    ...{ isActive: true, isCustomerNamed: false, version: 1 },
  });
  const { id } = webhookEndpoint;
  expect((await all()).data.webhookEndpoints).toMatchObject([{ id }]);
  const changed = await t.change(UPDATE, { id, input: { events: ['order.paid'] }, version: 1 });
  expect(changed.webhookEndpoint).toMatchObject({
    ...{ events: ['order.paid'], url: receiver.url, description: 'Books', version: 2 },
  });
  const stale = await t.change(UPDATE, { id, input: { isActive: false }, version: 1 });
  expect(stale.userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
  await t.pay(1);
  expect(await t.change(DELETE, { id })).toEqual({ deletedId: id, userErrors: [] });
  expect((await t.change(DELETE, { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await query(t.ctx()).selectFrom('WebhookDelivery').select('id').execute()).toEqual([]);
});

test('a secret is shown once: not by a repeated call, not by any query, not in records of calls', async () => {
  const call = { input: input(), key: 'once' };
  const { secret, webhookEndpoint } = await t.change(CREATE, call);
  const again = await t.change(CREATE, call);
  expect(again).toMatchObject({ secret: null, webhookEndpoint: { id: webhookEndpoint.id } });
  const other = await t.change(CREATE, { ...call, input: input({ events: ['order.*'] }) });
  expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  expect((await all()).data.webhookEndpoints).toHaveLength(1);
  const records = await query(t.ctx()).selectFrom('IdempotencyRecord').selectAll().execute();
  expect(JSON.stringify(records)).not.toContain(secret);
  const asked = await t.execute('{ webhookEndpoints { secrets } }', { as: admin });
  expect(asked.errors).toBeDefined();
});

test('after a rotation both secrets verify for 24 hours, then the new one alone', async () => {
  const { id, secret: first } = await t.register(receiver.url);
  const { secret: second, webhookEndpoint } = await t.change(ROTATE, { id });
  expect(new Date(webhookEndpoint.previousSecretExpiresAt).getTime()).toBe(
    t.clock.now.getTime() + 24 * HOUR,
  );
  await t.pay(10);
  await t.send();
  const [during] = receiver.received.splice(0);
  for (const secret of [first, second]) expect(verified(secret, during!)).toBeDefined();
  const before = t.clock.now;
  t.clock.now = new Date(before.getTime() + 24 * HOUR);
  await t.pay(11);
  await t.send();
  t.clock.now = before;
  const [after] = receiver.received;
  expect(after!.headers['webhook-signature']!.split(' ')).toHaveLength(1);
});

test('a secret that leaked ends at once, and not more secrets than a few are in force', async () => {
  const { id, secret: leaked } = await t.register(receiver.url);
  const { secret } = await t.change(ROTATE, { id, end: true });
  await t.pay(20);
  await t.send();
  expect(verified(secret, receiver.received[0]!)).toBeDefined();
  expect(() => verified(leaked, receiver.received[0]!)).toThrow();
  for (let n = 1; n < MAX_SECRETS; n++)
    expect((await t.change(ROTATE, { id })).userErrors).toEqual([]);
  expect((await t.change(ROTATE, { id })).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('bad input is told at its place and stores nothing', async () => {
  const bad = async (more: object) => (await t.change(CREATE, { input: input(more) })).userErrors;
  for (const events of [
    [],
    ['order.eaten'],
    ['order'],
    ['user.*'],
    ['webhook.ping'],
    ['ORDER_PAID'],
  ])
    expect((await bad({ events }))[0]).toMatchObject({ code: 'INVALID_INPUT' });
  for (const url of [
    ...['https://localhost.example.invalid/', 'http://169.254.169.254/', 'https://[fd00::1]/'],
    ...['http://shop.example.org/', 'https://u:p@8.8.8.8/', 'https://8.8.8.8:22/'],
  ])
    expect(await bad({ url })).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'url'] }]);
  expect(await bad({ description: 'x'.repeat(201) })).toHaveLength(1);
  expect((await all()).data.webhookEndpoints).toEqual([]);
  expect((await t.change(ROTATE, { id: 'whk_none' })).userErrors[0].code).toBe('NOT_FOUND');
  expect((await t.change(PING, { id: 'whk_none' })).userErrors[0].code).toBe('NOT_FOUND');
});

test('a shop has so many endpoints and no more, also when all are registered at once', async () => {
  const many = Array.from({ length: MAX_ENDPOINTS + 5 }, () =>
    t.change(CREATE, { input: input() }),
  );
  const refused = (await Promise.all(many)).filter(({ userErrors }) => userErrors.length > 0);
  expect(refused).toHaveLength(5);
  expect((await all()).data.webhookEndpoints).toHaveLength(MAX_ENDPOINTS);
});

test('each permission opens its own mutations, and reading is not writing', async () => {
  const { id } = await t.register(receiver.url);
  const asked: Record<string, [string, object]> = {
    'create:webhook': [CREATE, { input: input() }],
    'update:webhook': [UPDATE, { id, input: {}, version: 1 }],
    'update:webhook ': [ROTATE, { id }],
    ' update:webhook': [PING, { id }],
    'update:webhook  ': [REPLAY, { ids: [] }],
    '  update:webhook': [
      REPLAY_RANGE,
      { id, from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' },
    ],
    'delete:webhook': [DELETE, { id }],
  };
  for (const [permission, [mutation, variables]] of Object.entries(asked)) {
    const others = admin.permissions.filter((one) => one !== permission.trim());
    for (const as of [anonymous, customer(), supervisor, { ...admin, permissions: others }]) {
      const { errors } = await t.execute(mutation, { variables: { ...variables }, as });
      expect(errors?.[0]?.extensions?.['code']).toMatch(/^(UNAUTHENTICATED|FORBIDDEN)$/);
    }
  }
  expect((await all(supervisor)).data.webhookEndpoints).toHaveLength(1);
  for (const as of [anonymous, customer()]) {
    expect((await all(as)).data?.webhookEndpoints ?? null).toBeNull();
    const references = [{ __typename: 'WebhookEndpoint', id }];
    const { data } = await t.execute(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on WebhookEndpoint { url } } }',
      { variables: { r: references }, as },
    );
    expect(data?._entities ?? [null]).toEqual([null]);
  }
});

test('the customer is named by id to who asked for it, and to nobody else', async () => {
  await t.register(receiver.url);
  await t.register(`${receiver.url}?full`, ['order.paid'], { isCustomerNamed: true });
  await t.pay(30);
  await t.send();
  const told = receiver.received.map(({ body }) => JSON.parse(body).data.customerId);
  expect(told.toSorted()).toEqual(['usr_a', undefined]);
});
