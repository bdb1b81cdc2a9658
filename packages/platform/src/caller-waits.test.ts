import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { eventually } from '@emporium/testing/eventually';
import { expect, test } from 'vitest';
import { callerWaits, deadlineOf, TIME_LEFT_HEADER } from './caller-waits.js';
import { httpSubgraphClient } from './http-subgraph-client.js';

test('nobody waits once the time is over, or when the caller has hung up', () => {
  expect(callerWaits(undefined)(1_000_000)).toBe(true);
  expect(callerWaits(performance.now() + 10_000)(1_000)).toBe(true);
  expect(callerWaits(performance.now() + 10_000)(11_000)).toBe(false);
  expect(callerWaits(performance.now() - 1)()).toBe(false);
  expect(callerWaits(undefined, () => true)()).toBe(false);
});

test('a header that is no time says nothing', () => {
  for (const header of [undefined, '', '-1', 'soon', '1e9', '99999999', ['1', '2']])
    expect(deadlineOf(header)).toBeUndefined();
  expect(deadlineOf('250')).toBeGreaterThan(performance.now());
});

test('a subgraph over HTTP is told how long its caller waits, and sees that it has hung up', async () => {
  let waits: ReturnType<typeof callerWaits> | undefined;
  let told: number | undefined;
  const server = createServer((request, response) => {
    if (!request.headers['x-identity']) return void response.writeHead(401).end();
    told = Number(request.headers[TIME_LEFT_HEADER]);
    waits = callerWaits(
      deadlineOf(request.headers[TIME_LEFT_HEADER]),
      () => request.socket.destroyed,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const client = httpSubgraphClient({
    name: 'users',
    url,
    internalSecret: 'a-secret-of-more-than-32-bytes-0123456789',
  });
  const leave = new AbortController();
  const call = client.execute({
    query: 'mutation { x }',
    principal: ANONYMOUS,
    issuer: 'gateway',
    requestId: 'r',
    timeoutMs: 60_000,
    signal: leave.signal,
  });
  await eventually(() => expect(waits?.()).toBe(true));
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThanOrEqual(60_000);
  leave.abort();
  await expect(call).rejects.toThrow('unavailable');
  await eventually(() => expect(waits?.()).toBe(false));
  await client.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
