import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';
import { loadConfig } from '@emporium/platform/config/load-config';
import { runCommand } from '@emporium/shop/commands/run-command';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { startShop } from '@emporium/shop/start-shop';
import { subgraphs } from '@emporium/shop/subgraphs';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BusyShop } from './restore/busy-shop.js';
import { shopCommand } from './shop-process.js';
import { underTest } from './shop-under-test.js';

const TIMEOUT_MS = 300_000;

describeWithEngine('a backup of a shop on PostgreSQL', engineUrls().databaseUrl, (server) => {
  const databases = ['platform', ...SUBGRAPH_NAMES];
  const nameOf = (shop: string, name: string) => `${shop}_${process.pid}_${name}`;
  const addresses = (shop: string) =>
    Object.fromEntries(
      databases.map((name) => [
        `${name.toUpperCase()}_DATABASE_URL`,
        withDatabase(server, nameOf(shop, name)),
      ]),
    );
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'emporium-backup-pg-'));
  });
  afterAll(async () => {
    const admin = openPgPool(server, 1);
    for (const shop of ['saved', 'restored'])
      for (const name of databases)
        await admin.query(`drop database if exists "${nameOf(shop, name)}" with (force)`);
    await admin.close();
    rmSync(folder, { recursive: true, force: true });
  }, TIMEOUT_MS);

  const environment = (shop: string) => ({
    DATABASE_URL: withDatabase(server, 'postgres'),
    LOG_LEVEL: 'error',
    PUBLIC_URL: '',
    ...addresses(shop),
  });

  test(
    'is restored into new databases, where every invariant holds and everything is there; filled ones are refused',
    async () => {
      const dataDir = join(folder, 'data');
      const raw = {
        NODE_ENV: 'test',
        DATA_DIR: dataDir,
        PORT: '0',
        OPS_PORT: '0',
        LIMIT_SUBGRAPH_TIMEOUT_MS: '20000',
        ...environment('saved'),
      };
      const config = loadConfig(raw, subgraphs);
      const shop = await startShop(config, { log: pino({ level: 'error' }) });
      const backup = join(folder, 'backup');
      let bought: string;
      try {
        await demoUsers(shop);
        const busy = new BusyShop(
          underTest(`${shop.gateway!.url}/graphql`, shop, async () => undefined),
        );
        await busy.before();
        bought = await busy.buys();
        await caughtUp(shop);
        const lines: string[] = [];
        for await (const { text } of runCommand(shop, 'backup', { to: backup }))
          lines.push(String(text));
        expect(lines.at(-1)).toContain('npm run restore');
      } finally {
        await shop.close();
      }

      const over = await shopCommand(join(folder, 'over'), ['restore', '--from', backup], {
        env: environment('saved'),
      });
      expect(over).toMatchObject({
        code: 1,
        output: expect.stringMatching(/the database of users is not empty .*nothing was changed/),
      });
      const restored = join(folder, 'restored');
      const env = environment('restored');
      expect(await shopCommand(restored, ['restore', '--from', backup], { env })).toMatchObject({
        code: 0,
      });
      expect(await shopCommand(restored, ['verify'], { env })).toMatchObject({
        code: 0,
        output: expect.stringContaining('all hold'),
      });
      const orders = openPgPool(withDatabase(server, nameOf('restored', 'orders')), 1);
      const [{ count } = { count: 0 }] = await orders.query<{ count: number }>(
        `select count(*)::integer as count from orders.orders where id = $1`,
        [bought],
      );
      await orders.close();
      expect(count).toBe(1);
    },
    TIMEOUT_MS,
  );

  test(
    'without the tools of PostgreSQL the exact commands are named, without the password',
    async () => {
      const { code, output } = await shopCommand(
        join(folder, 'tools'),
        ['backup', '--to', join(folder, 'none')],
        {
          env: { ...environment('saved'), PATH: folder },
        },
      );
      expect({ code, output }).toMatchObject({
        code: 1,
        output: expect.stringContaining('pg_dump is not on this machine'),
      });
      expect(output).toContain(`pg_dump --format=custom --file=orders.dump --dbname='postgres`);
      const { password } = new URL(server);
      expect(password !== '' && output.includes(`:${password}@`)).toBe(false);
    },
    TIMEOUT_MS,
  );
});
