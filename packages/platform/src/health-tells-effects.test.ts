import type { GroupState } from '@emporium/bus/event-bus';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { consumerHealth } from './consumer-health.js';
import { startOpsServer } from './ops/ops-server.js';
import { poolHealth } from './pool-health.js';
import type { PartHealth } from './running-subgraph.js';

const group: GroupState = {
  group: 'g',
  lag: 0,
  oldestSeconds: 0,
  idleSeconds: 1_000,
  deadLetters: 0,
  state: 'running',
};
const blockedBy = { topic: 'product_events', partition: 2, offset: '118' };

test.each<[string, Partial<GroupState>, PartHealth['status'], string]>([
  ['nothing to do for long', {}, 'ok', 'lag 0'],
  ['a fresh backlog', { lag: 9, oldestSeconds: 20 }, 'ok', 'lag 9'],
  [
    'an old backlog that is worked off',
    { lag: 9, oldestSeconds: 900, idleSeconds: 1 },
    'degraded',
    'waits for 900 s',
  ],
  [
    'events that wait while nothing is done',
    { lag: 9, oldestSeconds: 900, idleSeconds: 900 },
    'down',
    'nothing was handled for 900 s',
  ],
  [
    'an event that fails',
    {
      lag: 9,
      oldestSeconds: 900,
      idleSeconds: 900,
      state: 'failing',
      lastError: 'out of range',
      blockedBy,
    },
    'degraded',
    'dlq -- skip g product_events/2/118',
  ],
  ['something given up', { deadLetters: 3 }, 'degraded', '3 dead letter(s)'],
])('a consumer group: %s', (_, state, status, detail) => {
  expect(consumerHealth({ ...group, ...state })).toMatchObject({
    status,
    detail: expect.stringContaining(detail),
  });
});

const pool = (waiting: number, reach: () => Promise<void>) =>
  poolHealth('orders', { pool: () => ({ used: 4, waiting, max: 4 }), reach });
const answers = async () => undefined;
const isAway = () => Promise.reject(new Error('refused'));

test('a pool that gives nothing while its server takes others is beyond repair, one whose server is away is not', async () => {
  const broken = pool(20, answers);
  expect(await broken(true, 0)).toMatchObject({
    status: 'degraded',
    detail: '4 of 4 connections in use, 20 wait',
  });
  expect(await broken(false, 1_000)).toMatchObject({ status: 'degraded' });
  expect(await broken(false, 50_000)).toMatchObject({ status: 'degraded' });
  expect(await broken(false, 62_000)).toMatchObject({
    status: 'down',
    detail: expect.stringContaining('does not for 61 s'),
  });
  expect(await broken(true, 63_000)).toMatchObject({ status: 'degraded' });
  const away = pool(0, isAway);
  await away(false, 0);
  expect(await away(false, 900_000)).toMatchObject({ status: 'ok' });
});

test.each<[string, number]>([
  ['orders store', 200],
  ['orders pool', 503],
  ['orders outbox', 503],
  ['job expire-orders', 503],
  ['consumer orders-payments', 503],
])(
  '/health while "%s" is down answers %i: only what a start mends asks for one',
  async (name, status) => {
    const part = {
      name: 'orders',
      health: async () => ({ status: 'down' as const, parts: [{ name, status: 'down' as const }] }),
      checkReady: async () => undefined,
    };
    const ops = await startOpsServer({ port: 0, parts: [part], metrics: new Registry() });
    expect((await fetch(`http://localhost:${ops.port}/health`)).status).toBe(status);
    await ops.close();
  },
);
