import { type ProductData, ProductUpdated } from '@emporium/catalog-events';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { orders } from '@emporium/orders/subgraph';
import { type OpsServer, startOpsServer } from '@emporium/platform/ops/ops-server';
import { registerMetrics } from '@emporium/platform/process-metrics';
import type { PartHealth, RunningSubgraph } from '@emporium/platform/running-subgraph';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { startFaultProxy, type FaultProxy } from '@emporium/testing/fault-proxy';
import { customer } from '@emporium/testing/principals';
import { startTestSubgraph, type TestSubgraph } from '@emporium/testing/test-subgraph';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const DATABASE = `health_orders_${process.pid}`;
const POOL = 4;
const RECOVERY_MS = 60_000;
/** A pool counts as broken after a minute of silence. */
const BROKEN_MS = 150_000;

interface Seen {
  health: number;
  ready: number;
  troubled: PartHealth[];
}

describeWithEngine('what health says', engineUrls().databaseUrl, (url) => {
  const table: [string, string, Seen][] = [];
  let proxy: FaultProxy;
  let t: TestSubgraph<unknown>;
  let ops: OpsServer;

  beforeEach(async () => {
    proxy = await startFaultProxy(url);
    t = (await startTestSubgraph(orders, {
      jobs: true,
      env: {
        ORDERS_DATABASE_URL: withDatabase(proxy.through(url), DATABASE),
        DATABASE_POOL_MAX: String(POOL),
        DATABASE_STATEMENT_TIMEOUT_MS: '1000',
        EVENT_MAX_ATTEMPTS: '4',
      },
    })) as TestSubgraph<unknown>;
    registerMetrics(t.runtime.metrics, [t.running as RunningSubgraph], t.runtime.bus);
    ops = await startOpsServer({ port: 0, parts: [t.running], metrics: t.runtime.metrics });
  });
  afterEach(async () => {
    await ops.close();
    await t.close();
    await proxy.close();
    const client = openPgPool(url, 1);
    await client.query(`drop database if exists "${DATABASE}" with (force)`);
    await client.close();
  }, RECOVERY_MS);
  afterAll(() => {
    const line = ([fault, moment, { health, ready, troubled }]: (typeof table)[number]) =>
      `| ${fault} | ${moment} | ${health} | ${ready} | ${troubled.map(({ name, status, detail }) => `${name} ${status}: ${detail}`).join('; ') || 'all ok'} |`;
    process.stdout.write(
      `\n| fault | moment | /health | /ready | parts |\n| --- | --- | --- | --- | --- |\n${table.map(line).join('\n')}\n`,
    );
  });

  const look = async (): Promise<Seen> => {
    const [health, ready] = await Promise.all(
      ['health', 'ready'].map((path) => fetch(`http://localhost:${ops.port}/${path}`)),
    );
    const { parts } = (await health!.json()) as { parts: { parts: PartHealth[] }[] };
    return {
      health: health!.status,
      ready: ready!.status,
      troubled: parts[0]!.parts.filter(({ status }) => status !== 'ok'),
    };
  };
  /** Looks until it is as expected, and keeps it for the table. */
  const expectBecomes = async (
    fault: string,
    moment: string,
    expected: unknown,
    timeoutMs = RECOVERY_MS,
  ) => {
    const seen = await eventually(async () => {
      const now = await look();
      expect(now).toMatchObject(expected as object);
      return now;
    }, timeoutMs);
    table.push([fault, moment, seen]);
  };
  const FINE = { health: 200, ready: 200, troubled: [] };
  const part = (name: string, status: string, detail = '') => ({
    name,
    status,
    detail: expect.stringContaining(detail) as string,
  });
  const ask = () => t.execute('{ order(id: "ord_none") { id } }', { as: customer() });
  const metric = async (name: string) =>
    new RegExp(`^${name} (.*)$`, 'm').exec(await t.runtime.metrics.metrics())?.[1];

  test('D1, connections lost in the middle of work: not ready while PostgreSQL is away, and fine by itself', async () => {
    await expectBecomes('D1 lost connections', 'before', FINE);
    const burst = Array.from({ length: 60 }, ask);
    await proxy.set({ connections: 'refuse' });
    await Promise.all(burst);
    await expectBecomes('D1 lost connections', 'during', {
      health: 200,
      ready: 503,
      troubled: [part('orders store', 'down'), {}],
    });
    await proxy.heal();
    await expectBecomes('D1 lost connections', 'after', FINE);
    // Jobs may meet for a moment.
    await eventually(async () =>
      expect(await metric('emporium_database_pool_waiting_requests\\{subgraph="orders"\\}')).toBe(
        '0',
      ),
    );
  }, 240_000);

  test('D1 as it was, a pool whose slots never come back: asks for a start, since the server answers', async () => {
    await expectBecomes('slots lost for ever', 'before', FINE);
    let letGo: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => (letGo = resolve));
    const kysely = t.running.database.fork().getKysely();
    const kept = Array.from({ length: POOL }, () => kysely.connection().execute(() => gone));
    await expectBecomes('slots lost for ever', 'during', { health: 503, ready: 503 }, BROKEN_MS);
    expect(table.at(-1)![2].troubled).toContainEqual(
      part('orders pool', 'down', 'the server answers, this pool does not'),
    );
    expect(await metric('emporium_database_pool_used_connections\\{subgraph="orders"\\}')).toBe(
      String(POOL),
    );
    letGo();
    await Promise.all(kept);
    await expectBecomes('slots lost for ever', 'after', FINE);
  }, 300_000);

  test('D2, a database that goes silent: not ready, and fine by itself over new connections', async () => {
    await expectBecomes('D2 silent database', 'before', FINE);
    await proxy.set({ toServer: { hang: 'lose' }, toClient: { hang: 'lose' } });
    await expectBecomes('D2 silent database', 'during', {
      health: 200,
      ready: 503,
      troubled: [part('orders store', 'down'), {}],
    });
    await proxy.heal();
    await expectBecomes('D2 silent database', 'after', FINE);
  }, 240_000);

  test('D5, a valid event that no handler can store: named while it blocks, counted once it was given up', async () => {
    await expectBecomes('D5 poison', 'before', FINE);
    const at = new Date(0).toISOString();
    const nothing = {
      attributes: [],
      categories: [],
      images: [],
      variants: [],
      createdAt: at,
      updatedAt: at,
    };
    const version = 3_000_000_000;
    const data: ProductData = {
      id: 'prod_p',
      sku: 'p',
      slug: 'p',
      name: 'p',
      description: null,
      isActive: true,
      version,
      ...nothing,
    };
    const delivered = t.deliver(ProductUpdated, { key: 'prod_p', version, data });
    const blocked = part(
      'consumer orders-replicas',
      'degraded',
      'npm run dlq -- skip orders-replicas product_events/0/',
    );
    await expectBecomes('D5 poison', 'during', { health: 200, ready: 200, troubled: [blocked] });
    expect(await metric('emporium_consumer_failing\\{group="orders-replicas"\\}')).toBe('1');
    await delivered;
    const gaveUp = part(
      'consumer orders-replicas',
      'degraded',
      '1 dead letter(s): npm run dlq -- list orders-replicas',
    );
    await expectBecomes('D5 poison', 'after', { health: 200, ready: 200, troubled: [gaveUp] });
    expect(await metric('emporium_consumer_dead_letters\\{group="orders-replicas"\\}')).toBe('1');
    expect(await metric('emporium_consumer_lag_messages\\{group="orders-replicas"\\}')).toBe('0');
  }, 240_000);
});
