// First, because it loads reflect-metadata, which the decorators of the others need.
import '@emporium/graphql/federated-schema';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { eventually } from '@emporium/testing/eventually';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { afterAll, expect, test } from 'vitest';
import { failed, loadReplicas } from './load-replicas.js';

const ROOT = join(import.meta.dirname, '..');
const START_MS = 120_000;
const INTERNAL_SECRET = 'a-secret-of-more-than-32-bytes-0123456789';
/**
 * A question every half second that has no answer after 400 ms; the rest is for a machine that
 * others use as well.
 */
const NOTICED_MS = 500 + 400 + 300;
/** The lease of a relay is 8 s, its successor asks every second, a batch takes its time. */
const RELAY_MS = 8_000 + 1_000 + 6_000;

/** Calls of each kind during the freeze. */
const CALLS = 50;

describeWithEngine('one of two replicas is frozen (SIGSTOP)', engineUrls().databaseUrl, (url) => {
  const prefix = `frozen_${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'emporium-frozen-'));
  const children: ChildProcess[] = [];
  const databases = new Set<string>();
  const databaseOf = (name: string) => {
    databases.add(`${prefix}_${name}`);
    return withDatabase(url, `${prefix}_${name}`);
  };

  /**
   * A process of the subgraph as an operator starts it; its events go to a log of its own, so that
   * it shows who sent what.
   */
  const start = async (subgraph: string, replica: string) => {
    const child = fork(join(ROOT, `subgraphs/${subgraph}/src/main.ts`), {
      cwd: ROOT,
      execArgv: ['--import', 'tsx', '--conditions=source'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'development',
        PORT: '0',
        OPS_PORT: '0',
        LOG_LEVEL: 'warn',
        DATA_DIR: join(folder, `${subgraph}-${replica}`),
        INTERNAL_SECRET,
        BUS_URL: 'memory:',
        PLATFORM_DATABASE_URL: databaseOf(`${subgraph}_log_${replica}`),
        [databaseVariable(subgraph)]: databaseOf(subgraph),
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    const address = await new Promise<string>((resolve, reject) => {
      child.once('message', (message) => resolve((message as { url: string }).url));
      child.once('exit', (code) => reject(new Error(`${subgraph} ended with ${code}`)));
    });
    return { child, address, log: `${prefix}_${subgraph}_log_${replica}` };
  };
  const read = async <T>(database: string, statement: string): Promise<T[]> => {
    const pool = openPgPool(withDatabase(url, database), 1);
    try {
      return await pool.query<T>(statement);
    } finally {
      await pool.close();
    }
  };

  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    const server = openPgPool(url, 1);
    for (const name of databases)
      await server.query(`drop database if exists "${name}" with (force)`);
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'catalog: changes are lost only until the freeze is noticed, reads never, and the relay goes on at the other replica',
    { timeout: 300_000 },
    async ({ annotate }) => {
      const [a, b] = [await start('catalog', 'a'), await start('catalog', 'b')];
      const sku = (n: number) => `FROZEN-${n}`;
      const create = (n: number) =>
        `mutation { productCreate(input: { sku: "${sku(n)}", name: "${sku(n)}" }) { product { id } userErrors { __typename } } }`;
      const work = loadReplicas(
        'catalog',
        [a.address, b.address],
        '{ products(first: 1) { edges { node { id } } } }',
        create,
        INTERNAL_SECRET,
      );
      const eventsOf = async (log: string) =>
        (await read<{ key: string }>(log, 'select key from bus.events order by id')).map(
          ({ key }) => key,
        );
      await work.warm();
      await eventually(async () =>
        expect((await eventsOf(a.log)).length + (await eventsOf(b.log)).length).toBeGreaterThan(10),
      );
      // The one that matters more: it holds the lease of the relay.
      const [frozen, other] = (await eventsOf(a.log)).length > 0 ? [a, b] : [b, a];
      work.zero();
      frozen.child.kill('SIGSTOP');
      const frozenAt = performance.now();

      const sentByOther = async () => (await eventsOf(other.log)).length;
      await eventually(async () => expect(await sentByOther()).toBeGreaterThan(0), RELAY_MS);
      const relayedAfter = performance.now() - frozenAt;
      await eventually(() => expect(work.calls.changes.length).toBeGreaterThan(CALLS), START_MS);
      const during = { reads: [...work.calls.reads], changes: [...work.calls.changes] };

      frozen.child.kill('SIGCONT');
      await eventually(
        () => expect(work.said.at(-1)).toBe('a replica answers again and gets calls'),
        30_000,
      );
      await work.end();
      const lost = failed(during.changes);
      await annotate(
        `changes: ${during.changes.length} during the freeze, ${lost.length} lost, last one begun ${Math.round(Math.max(0, ...lost.map(({ at }) => at)))} ms after it; ` +
          `reads: ${during.reads.length}, slowest ${Math.round(Math.max(...during.reads.map(({ ms }) => ms)))} ms; the other relay sent after ${Math.round(relayedAfter)} ms`,
      );
      expect(failed(during.reads)).toEqual([]);
      expect(lost.filter(({ at }) => at > NOTICED_MS)).toEqual([]);
      expect(failed(work.calls.reads)).toEqual([]);

      const unsent = () =>
        read<{ n: number }>(
          `${prefix}_catalog`,
          'select count(*)::int as n from catalog.outbox where sent_at is null',
        );
      await eventually(async () => expect(await unsent()).toEqual([{ n: 0 }]), RELAY_MS);
      // Every product has its event, whoever sent it, and none came twice: the frozen owner had
      // nothing under way or looked at its lease first.
      const products = await read<{ id: string }>(
        `${prefix}_catalog`,
        'select id from catalog.product',
      );
      const events = [...(await eventsOf(frozen.log)), ...(await eventsOf(other.log))];
      expect(new Set(events)).toEqual(new Set(products.map(({ id }) => id)));
    },
  );

  test(
    'orders: the gateway reads on, and changes are lost only until the freeze is noticed',
    { timeout: 300_000 },
    async ({ annotate }) => {
      const [a, b] = [await start('orders', 'a'), await start('orders', 'b')];
      const work = loadReplicas(
        'orders',
        [a.address, b.address],
        '{ order(id: "ord_none") { id } }',
        (n) =>
          `mutation { orderCancel(id: "ord_none", idempotencyKey: "frozen-${n}") { userErrors { __typename } } }`,
        INTERNAL_SECRET,
      );
      await work.warm();
      work.zero();
      b.child.kill('SIGSTOP');
      await eventually(() => expect(work.calls.changes.length).toBeGreaterThan(CALLS), START_MS);
      await work.end();
      b.child.kill('SIGCONT');
      const lost = failed(work.calls.changes);
      await annotate(
        `changes: ${work.calls.changes.length}, ${lost.length} lost, last one begun ${Math.round(Math.max(0, ...lost.map(({ at }) => at)))} ms after the freeze`,
      );
      expect(failed(work.calls.reads)).toEqual([]);
      expect(lost.filter(({ at }) => at > NOTICED_MS)).toEqual([]);
      expect(lost.length).toBeGreaterThan(0);
    },
  );
});
