import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { OrderPaid } from '@emporium/orders-events';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { startFaultProxy, type FaultProxy } from '@emporium/testing/fault-proxy';
import { admin } from '@emporium/testing/principals';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

const DATABASE = `silent_catalog_${process.pid}`;
/** Longer than the deadlines of statements and leases together. */
const RECOVERY_MS = 45_000;
const LOSE = { hang: 'lose' } as const;

describeWithEngine('a database that goes silent', engineUrls().databaseUrl, (url) => {
  let proxy: FaultProxy;
  let t: TestCatalog;

  beforeEach(async () => {
    proxy = await startFaultProxy(url);
    t = await startCatalog({
      jobs: true,
      env: {
        CATALOG_DATABASE_URL: withDatabase(proxy.through(url), DATABASE),
        DATABASE_STATEMENT_TIMEOUT_MS: '1000',
      },
    });
  });
  afterEach(async () => {
    await t.close();
    await proxy.close();
    const client = openPgPool(url, 1);
    await client.query(`drop database if exists "${DATABASE}" with (force)`);
    await client.close();
  });

  const create = (sku: string) =>
    t.execute(
      `mutation { productCreate(input: { sku: "${sku}", name: "${sku}" }) { product { id } userErrors { __typename } } }`,
      {
        as: admin,
      },
    );

  test.each([
    ['both directions', { toServer: LOSE, toClient: LOSE }],
    ['the answers alone', { toClient: LOSE }],
  ])(
    '%s: requests, relay, consumers and jobs go on by themselves when it is back, over new connections',
    async (_, faults) => {
      const { variantId } = await t.stocked(5);
      await t.reserve('ord_1', [{ variantId, quantity: 2 }]);
      await proxy.set(faults);
      const refused = await Promise.all(['a', 'b', 'c'].map(create));
      for (const answer of refused)
        expect(answer.errors).toMatchObject([
          { extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } },
        ]);
      expect(
        await t.running.checkReady().then(
          () => 'ready',
          () => 'not ready',
        ),
      ).toBe('not ready');
      const data = {
        orderId: 'ord_1',
        number: '1',
        userId: null,
        version: 2,
        lines: [],
        cartIdHash: 'x',
        cartVersion: 1,
        total: { minor: 1, currency: 'EUR' },
        currency: 'EUR',
      };
      await t.runtime.bus.publish([paid(data)]);
      // Connections that were open stay deaf, as those of a dead host do.
      await proxy.heal();

      await eventually(
        async () => expect((await create('after')).errors).toBeUndefined(),
        RECOVERY_MS,
      );
      await eventually(
        async () =>
          expect((await t.published()).map((event) => event.data)).toContainEqual(
            expect.objectContaining({ sku: 'after' }),
          ),
        RECOVERY_MS,
      );
      await eventually(
        async () => expect(await t.stock(variantId)).toMatchObject({ onHand: 3, reserved: 0 }),
        RECOVERY_MS,
      );
      await t.runJob('republish-products');
      await eventually(
        async () => expect(await t.running.health()).toMatchObject({ status: 'ok' }),
        RECOVERY_MS,
      );
    },
  );
});

function paid(data: Record<string, unknown>) {
  const envelope = {
    specversion: '1.0',
    id: 'evt_paid',
    type: OrderPaid.type,
    source: '/emporium/orders',
    subject: 'ord_1',
    time: new Date().toISOString(),
    aggregateversion: 2,
    schemaversion: 1,
    data,
  };
  return { topic: OrderPaid.topic, key: 'ord_1', value: JSON.stringify(envelope), headers: {} };
}
