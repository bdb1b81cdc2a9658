import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { afterEach, expect, test } from 'vitest';
import { httpSubgraphClient } from './http-subgraph-client.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/**
 * A subgraph of one answer that counts its calls; `dies` = takes the request and breaks the
 * connection.
 */
async function replica(name: string, behaviour: 'answers' | 'dies' | 'lost its store' = 'answers') {
  const seen = { calls: 0 };
  const server: Server = createServer((request, response) => {
    // The watch asks without an identity; that is no call.
    if (!request.headers['x-identity']) return void response.writeHead(401).end();
    seen.calls++;
    if (behaviour === 'dies')
      return void request.resume().once('end', () => request.socket.resetAndDestroy());
    const errors = [
      { message: 'away', extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } },
    ];
    response.end(
      JSON.stringify(behaviour === 'lost its store' ? { data: null, errors } : { data: { name } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, seen };
}

/** An address where nobody listens. */
async function gone(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/graphql`;
}

function clientOf(...urls: string[]) {
  const client = httpSubgraphClient({
    name: 'catalog',
    url: urls.join(','),
    internalSecret: 'a-secret-of-more-than-32-bytes-0123456789',
  });
  closers.push(() => client.close());
  return (query: string) =>
    client.execute({
      query,
      principal: ANONYMOUS,
      issuer: 'gateway',
      requestId: 'r',
      timeoutMs: 2_000,
    });
}

test('calls are spread over the replicas', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const call = clientOf(a.url, b.url);
  for (let i = 0; i < 6; i++) await call('mutation { x }');
  expect([a.seen.calls, b.seen.calls]).toEqual([3, 3]);
});

test('a replica that refuses the connection is passed over, for mutations as well', async () => {
  const b = await replica('b');
  const call = clientOf(await gone(), b.url);
  for (let i = 0; i < 4; i++) expect(await call('mutation { x }')).toEqual({ data: { name: 'b' } });
});

test('a query whose connection breaks is asked again elsewhere', async () => {
  const [a, b] = [await replica('a', 'dies'), await replica('b')];
  const call = clientOf(a.url, b.url);
  for (let i = 0; i < 4; i++) expect(await call('{ x }')).toEqual({ data: { name: 'b' } });
  expect(a.seen.calls).toBeGreaterThan(0);
});

test('a read that a replica cannot answer without its store is asked again at another one', async () => {
  const [a, b] = [await replica('a', 'lost its store'), await replica('b')];
  const call = clientOf(a.url, b.url);
  for (let i = 0; i < 4; i++) expect(await call('{ x }')).toEqual({ data: { name: 'b' } });
  expect(a.seen.calls).toBeGreaterThan(0);
});

test('when no replica has its store, the answer says so after each was asked once; a mutation is asked of one alone', async () => {
  const [a, b, c] = [
    await replica('a', 'lost its store'),
    await replica('b', 'lost its store'),
    await replica('c', 'lost its store'),
  ];
  const call = clientOf(a.url, b.url, c.url);
  expect(await call('{ x }')).toMatchObject({
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
  expect([a, b, c].map(({ seen }) => seen.calls)).toEqual([1, 1, 1]);
  expect(await call('mutation { x }')).toMatchObject({
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
  expect(a.seen.calls + b.seen.calls + c.seen.calls).toBe(4);
});

test('a mutation that may have happened is never sent twice', async () => {
  const [a, b] = [await replica('a', 'dies'), await replica('b')];
  const call = clientOf(a.url, b.url);
  await expect(call('mutation { x }')).rejects.toMatchObject({
    name: 'SubgraphUnavailableError',
    reason: 'down',
  });
  expect([a.seen.calls, b.seen.calls]).toEqual([1, 0]);
});

test('with every replica away the call fails at once', async () => {
  await expect(clientOf(await gone(), await gone())('{ x }')).rejects.toMatchObject({
    reason: 'down',
  });
});
