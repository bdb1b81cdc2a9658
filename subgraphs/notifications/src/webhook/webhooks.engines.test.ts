import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { randomUUID } from 'node:crypto';
import {
  CREATE,
  DELETE,
  REPLAY,
  ROTATE,
  startShop,
  UPDATE,
  type TestShop,
} from './shop.fixture.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../tables.js';
import { MAX_IN_FLIGHT } from './claim-deliveries.js';
import { MAX_ENDPOINTS } from './create-endpoint.js';
import { recordEvent } from './record-event.js';
import { startReceiver, type Receiver } from './receiver.fixture.js';
import { sendToEndpoint } from './send-to-endpoint.js';

// The embedded database has one connection, so only here do transactions really meet.
describeWithEngine('webhooks on PostgreSQL', engineUrls().databaseUrl, (url) => {
  const name = `webhooks_test_${randomUUID().replaceAll('-', '')}`;
  let t: TestShop;
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await startReceiver();
    t = await startShop({ NOTIFICATIONS_DATABASE_URL: withDatabase(url, name) });
    expect(t.running.database.kind).toBe('postgres');
  });
  afterAll(async () => {
    await t.close();
    await receiver.close();
    const server = openPgPool(url, 1);
    await server.query(`drop database if exists ${name} with (force)`);
    await server.close();
  });

  const told = (n: number) => ({ type: 'stock.changed', data: { variantId: `var_${n}` } });
  const record = (n: number) => {
    const ctx = t.ctx();
    const event = { id: `evt_${String(n).padStart(6, '0')}`, time: new Date().toISOString() };
    return ctx.em.transactional((em) =>
      recordEvent({ ...ctx, em: em as typeof ctx.em }, event, told(n)),
    );
  };

  test('events that are recorded while endpoints come and go are queued for each that was there', async () => {
    const { id } = await t.register(receiver.url, ['stock.*']);
    const input = { url: receiver.url, events: ['*'] };
    await Promise.all([
      ...Array.from({ length: 200 }, (_, n) => record(n)),
      ...Array.from({ length: 10 }, () => t.change(CREATE, { input })),
    ]);
    expect(await t.verify()).toEqual([]);
    const queued = await query(t.ctx())
      .selectFrom('WebhookDelivery')
      .select('id')
      .where('endpointId', '=', id)
      .execute();
    expect(queued).toHaveLength(200);
    await query(t.ctx()).deleteFrom('WebhookEndpoint').where('id', '<>', id).execute();
  });

  test('instances that send at once, while what is sent is replayed, send each attempt once', async () => {
    let atOnce = 0;
    let most = 0;
    receiver.answer = (response) => {
      most = Math.max(most, ++atOnce);
      setImmediate(() => {
        atOnce--;
        response.writeHead(204).end();
      });
    };
    const deliveries = await query(t.ctx())
      .selectFrom('WebhookDelivery')
      .select(['id', 'endpointId', 'eventId'])
      .execute();
    const [{ endpointId }] = deliveries as [(typeof deliveries)[number]];
    const send = () => sendToEndpoint(t.ctx(), endpointId, () => false);
    await Promise.all([send(), send(), send(), send()]);
    expect(receiver.received.map((webhook) => webhook.id).toSorted()).toEqual(
      deliveries.map(({ eventId }) => eventId).toSorted(),
    );
    expect(most).toBeLessThanOrEqual(MAX_IN_FLIGHT);
    const ids = deliveries.slice(0, 50).map(({ id }) => id);
    await Promise.all([
      ...[ids, ids.toReversed(), ids].map((some) => t.change(REPLAY, { ids: some })),
      ...[send(), send(), send()],
    ]);
    await Promise.all([send(), send()]);
    const states = await query(t.ctx())
      .selectFrom('WebhookDelivery')
      .select('state')
      .distinct()
      .execute();
    expect(states).toEqual([{ state: 'DELIVERED' }]);
    expect(await t.verify()).toEqual([]);
  });

  test('changes of an endpoint that meet are all made, or refused', async () => {
    const { id } = await t.register(receiver.url);
    let version = 1;
    for (let n = 0; n < 40; n++) {
      const answers = await Promise.all([
        t.change(ROTATE, { id, end: true }),
        t.change(UPDATE, { id, version, input: { description: `at ${n}` } }),
      ]);
      version += answers.filter(({ userErrors }) => userErrors.length === 0).length;
      const endpoint = await query(t.ctx())
        .selectFrom('WebhookEndpoint')
        .select('version')
        .where('id', '=', id)
        .executeTakeFirst();
      expect(endpoint).toEqual({ version });
    }
  });

  test('an endpoint is deleted while it is sent to', async () => {
    await query(t.ctx()).deleteFrom('WebhookEndpoint').execute();
    for (let n = 1_000; n < 1_040; n++) {
      const { id } = await t.register(receiver.url);
      await Promise.all([record(n), record(n + 100), record(n + 200), record(n + 300)]);
      let removal: Promise<unknown> | undefined;
      receiver.answer = (response) => {
        response.writeHead(204).end();
        removal ??= t.change(DELETE, { id });
      };
      await sendToEndpoint(t.ctx(), id, () => false);
      expect(await removal).toMatchObject({ deletedId: id });
    }
  });

  test('registrations that meet never make more endpoints than a shop has', async () => {
    await query(t.ctx()).deleteFrom('WebhookEndpoint').execute();
    const input = { url: receiver.url, events: ['*'] };
    const answers = await Promise.all(
      Array.from({ length: MAX_ENDPOINTS + 10 }, () => t.change(CREATE, { input })),
    );
    expect(answers.filter(({ userErrors }) => userErrors.length > 0)).toHaveLength(10);
  });
});
