import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPgPool } from '@emporium/db/pg-client';
import { withDatabase } from '@emporium/db/prepare-server';
import { loadConfig } from '@emporium/platform/config/load-config';
import { demoUsers } from '@emporium/shop/seed/demo-users';
import { caughtUp } from '@emporium/shop/seed/seed-once';
import { startShop } from '@emporium/shop/start-shop';
import { subgraphs } from '@emporium/shop/subgraphs';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { databaseVariable } from '@emporium/platform/config/subgraph-fields';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SUBGRAPH_NAMES } from '../scripts/schema/subgraph-names.js';
import { BusyShop } from './restore/busy-shop.js';
import { follow } from './restore/follow.js';
import { readRunbook } from './restore/read-runbook.js';
import { underTest, type ShopUnderTest } from './shop-under-test.js';

const TEN_MINUTES_MS = 600_000;

describeWithEngine('docs/runbooks/restore-one-database.md', engineUrls().databaseUrl, (server) => {
  const runbook = readRunbook();
  const databaseOf = (name: string) => `restore_${process.pid}_${name}`;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'emporium-restore-'));
    env = {
      NODE_ENV: 'test',
      DATA_DIR: join(folder, 'data'),
      PORT: '0',
      OPS_PORT: '0',
      LOG_LEVEL: 'error',
      PUBLIC_URL: '',
      LIMIT_SUBGRAPH_TIMEOUT_MS: '20000',
      DATABASE_URL: withDatabase(server, 'postgres'),
      // Addresses of the machine's other engines must not leak in.
      BUS_URL: '',
      KV_URL: '',
      SEARCH_URL: '',
      BLOB_URL: '',
    };
    for (const name of ['platform', ...SUBGRAPH_NAMES])
      env[databaseVariable(name)] = withDatabase(server, databaseOf(name));
  });
  afterAll(async () => {
    const admin = openPgPool(server, 1);
    for (const name of ['platform', ...SUBGRAPH_NAMES])
      await admin.query(`drop database if exists "${databaseOf(name)}" with (force)`);
    await admin.close();
    rmSync(folder, { recursive: true, force: true });
  }, TEN_MINUTES_MS);

  async function openShop(): Promise<ShopUnderTest> {
    const config = loadConfig(env, subgraphs);
    const shop = await startShop(config, { log: pino({ level: config.logLevel }) });
    await demoUsers(shop);
    return underTest(`${shop.gateway!.url}/graphql`, shop, () => shop.close());
  }

  async function step(name: string, of: Record<string, string>): Promise<string> {
    const { code, output } = await follow(runbook.get(name)!, { ...env, ...of });
    expect({ step: name, code, output: code === 0 ? '' : output }).toEqual({
      step: name,
      code: 0,
      output: '',
    });
    return output;
  }

  test.each(SUBGRAPH_NAMES)(
    'followed word by word for %s, every invariant holds again',
    async (name) => {
      const of = {
        SUBGRAPH: name,
        DATABASE: withDatabase(server, databaseOf(name)),
        DUMP: join(folder, `${name}.dump`),
      };
      const shop = await openShop();
      try {
        const busy = new BusyShop(shop);
        await busy.before();
        await caughtUp(shop.shop!);
        await step('dump', of);
        await busy.after();
        await caughtUp(shop.shop!);
      } finally {
        await shop.close();
      }
      await step('restore', of);
      const looked = await step('look', of);
      expect(looked).toMatch(/nothing was changed/);
      const mended = await step('mend', of);
      expect(mended).toMatch(/mended/);
      expect(await step('check', of)).toMatch(/all hold/);
      await step('dead-letters', of);
    },
    TEN_MINUTES_MS,
  );
});
