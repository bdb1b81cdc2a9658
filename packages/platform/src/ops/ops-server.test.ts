import { Counter, Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PortTakenError } from '../port-taken.js';
import { type OpsServer, startOpsServer } from './ops-server.js';

const metrics = new Registry();
new Counter({ name: 'things_total', help: 'Things', registers: [metrics] }).inc(3);
let isAble = true;
let isSick = false;
const part = {
  name: 'orders',
  health: async () => {
    if (isSick) throw new Error('the reason is for the log');
    return { status: 'ok' as const, parts: [] };
  },
  checkReady: async () => {
    if (!isAble) throw new Error('not yet');
  },
};
let ops: OpsServer;
const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(`http://localhost:${ops.port}${path}`, init);
  return {
    status: response.status,
    text: await response.text(),
    cache: response.headers.get('cache-control'),
  };
};
beforeAll(async () => {
  ops = await startOpsServer({
    port: 0,
    parts: [part],
    metrics,
    routes: [(app) => void app.get('/own', async () => ({ own: true }))],
  });
});
afterAll(() => ops.close());

test('/metrics are the text that Prometheus reads', async () => {
  expect((await get('/metrics')).text).toContain('things_total 3');
});

test('/ready follows the parts, and says 503 from the moment the process begins to stop', async () => {
  expect(await get('/ready')).toMatchObject({
    status: 200,
    text: expect.stringContaining('"status":"ready"'),
    cache: 'no-store',
  });
  isAble = false;
  expect(await get('/ready')).toMatchObject({
    status: 503,
    text: expect.stringContaining('"ready":false,"status":"down"'),
  });
  isAble = true;
  ops.setStopping();
  expect(await get('/ready')).toMatchObject({
    status: 503,
    text: expect.stringContaining('"status":"stopping"'),
  });
  expect((await get('/health')).status).toBe(200);
});

test('what is not there is 404, a failure keeps its reason, and further routes are served', async () => {
  expect(await get('/nothing')).toMatchObject({ status: 404, text: '{"error":"not found"}' });
  expect((await get('/health', { method: 'POST' })).status).toBe(404);
  expect((await get('/own')).text).toBe('{"own":true}\n');
  isSick = true;
  expect(await get('/health')).toMatchObject({ status: 500, text: '{"error":"internal"}\n' });
  isSick = false;
});

test('a taken port is told with the variable to change', async () => {
  const second = startOpsServer({ port: ops.port, parts: [], metrics });
  await expect(second).rejects.toThrow(PortTakenError);
  await expect(second).rejects.toThrow('OPS_PORT=');
});
