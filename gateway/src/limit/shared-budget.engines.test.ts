import { randomUUID } from 'node:crypto';
import { openPgPool } from '@emporium/db/pg-client';
import type { KeyValueStore } from '@emporium/kv/key-value';
import { openPgKeyValue } from '@emporium/kv/pg-key-value';
import { openRedisKeyValue } from '@emporium/kv/redis-key-value.adapter';
import { describeWithEngine, engineUrls } from '@emporium/testing/engine-urls';
import { expect, test } from 'vitest';
import { testGateway } from '../testing/test-gateway.js';

const EXPENSIVE = '{ products(first: 60) { nodes { id } } }';
const COST = 61;
const REQUESTS = 20;

/** Twenty requests at once to two gateways with room for five. */
async function expectOneBudget(open: () => Promise<KeyValueStore>): Promise<void> {
  const limits = { costPerMinutePerIp: COST * 5 + 30 };
  const caches = [await open(), await open()];
  const gateways = await Promise.all(caches.map((cache) => testGateway({ limits }, { cache })));
  try {
    const answers = await Promise.all(
      Array.from({ length: REQUESTS }, (_none, index) => gateways[index % 2]!.query(EXPENSIVE)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(2);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(5);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  } finally {
    for (const { gateway } of gateways) await gateway.close();
    for (const cache of caches) await cache.close();
  }
}

describeWithEngine('rate limits on Redis', engineUrls().redisUrl, (url) => {
  test('two gateways on one store have one budget', async () => {
    const prefix = `test-${randomUUID()}:`;
    await expectOneBudget(() => openRedisKeyValue(url, { prefix }));
  });
});

describeWithEngine('rate limits on PostgreSQL', engineUrls().databaseUrl, (url) => {
  test('two gateways on one store have one budget', async () => {
    const database = `limits_${process.pid}`;
    const admin = openPgPool(url, 1);
    await admin.query(`create database ${database}`);
    const target = new URL(url);
    target.pathname = `/${database}`;
    const pools = [openPgPool(target.href), openPgPool(target.href)];
    // Connecting may take longer than the limiter waits for its store; then each gateway counts for
    // itself, as it should.
    await Promise.all(
      pools.flatMap((pool) => Array.from({ length: 4 }, () => pool.query('select pg_sleep(0.2)'))),
    );
    try {
      let next = 0;
      await expectOneBudget(() => openPgKeyValue(pools[next++]!));
    } finally {
      for (const pool of pools) await pool.close();
      await admin.query(`drop database if exists ${database} with (force)`);
      await admin.close();
    }
  });
});
