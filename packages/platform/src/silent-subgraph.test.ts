import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANONYMOUS } from '@emporium/auth/principal';
import { describeSilence } from '@emporium/testing/describe-silence';
import { afterAll, beforeAll } from 'vitest';
import { httpSubgraphClient } from './http-subgraph-client.js';
import { httpRouteProxy } from './http-route-proxy.js';
import { SubgraphUnavailableError } from './subgraph-client.js';

const TIMEOUT_MS = 600;
const SECRET = 'a-secret-of-more-than-32-bytes-0123456789';

const subgraph = createServer((request, response) => {
  request
    .resume()
    .once('end', () =>
      response.writeHead(request.headers['x-identity'] ? 200 : 401).end('{"data":{}}'),
    );
});
const listen = (server: Server) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const close = async (server: Server) => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
beforeAll(() => listen(subgraph));
afterAll(() => close(subgraph));

describeSilence('calls to a subgraph', {
  opens: [
    'packages/platform/src/http-subgraph-client.ts',
    'packages/platform/src/watch-replicas.ts',
  ],
  target: () => addressOf(subgraph),
  deadlineMs: TIMEOUT_MS,
  open: async (proxy) => {
    const address = `${proxy.through(addressOf(subgraph))}graphql`;
    const alone = httpSubgraphClient({ name: 'orders', url: address, internalSecret: SECRET });
    const twice = httpSubgraphClient({
      name: 'orders',
      url: `${address},${address}?b`,
      internalSecret: SECRET,
    });
    const call = (client: typeof alone, query: string) =>
      client.execute({
        query,
        principal: ANONYMOUS,
        issuer: 'gateway',
        requestId: 'r',
        timeoutMs: TIMEOUT_MS,
      });
    return {
      calls: {
        read: () => call(alone, '{ x }'),
        change: () => call(alone, 'mutation { x }'),
        'read of two replicas': () => call(twice, '{ x }'),
        'change at two replicas': () => call(twice, 'mutation { x }'),
      },
      close: async () => void (await Promise.all([alone.close(), twice.close()])),
    };
  },
});

describeSilence('routes of a subgraph', {
  opens: ['packages/platform/src/http-route-proxy.ts'],
  target: () => addressOf(subgraph),
  deadlineMs: TIMEOUT_MS,
  open: async (proxy) => {
    const forward = httpRouteProxy(
      'media',
      `${proxy.through(addressOf(subgraph))}graphql`,
      SECRET,
      TIMEOUT_MS,
    );
    const door = createServer((request, response) =>
      forward(request, response, { principal: ANONYMOUS, requestId: 'r' }),
    );
    await listen(door);
    const call = (method: string) => () =>
      new Promise<void>((resolve, reject) => {
        const request = httpRequest(addressOf(door), { method }, (answer) => {
          answer.resume();
          if (answer.statusCode === 200) resolve();
          else
            reject(
              answer.statusCode === 503
                ? new SubgraphUnavailableError('media', 'down')
                : new Error(`answer ${answer.statusCode}`),
            );
        });
        request.on('error', reject).end(method === 'POST' ? 'body' : undefined);
      });
    return { calls: { GET: call('GET'), POST: call('POST') }, close: () => close(door) };
  },
});
