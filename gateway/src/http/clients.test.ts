import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ corsHeaders: ['x-shop-theme'], limits: { bodyBytes: 10_000 } });
});
afterAll(() => shop.gateway.close());

const PING = JSON.stringify({ query: '{ ping }' });
const post = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  path = '/graphql',
) =>
  shop.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
const get = (query: string, headers: Record<string, string> = {}, rest = '') =>
  shop.fetch(`/graphql?query=${encodeURIComponent(query)}${rest}`, {
    headers: { 'apollo-require-preflight': '1', ...headers },
  });

describe('a page of an allowed origin', () => {
  const preflight = (headers: string) =>
    shop.fetch('/graphql', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': headers,
      },
    });

  it.each([
    'apollographql-client-name',
    'apollographql-client-version',
    'x-guest-token',
    'traceparent',
    'tracestate',
    'baggage',
    'sentry-trace',
    'x-shop-theme',
  ])('may send %s', async (name) => {
    const response = await preflight(name);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')!.split(', ')).toContain(name);
  });

  it('may not send what nobody allowed', async () => {
    expect((await preflight('x-other')).headers.get('access-control-allow-headers')).not.toContain(
      'x-other',
    );
  });

  it('reads the request id and when to come back', async () => {
    const response = await post(PING, { origin: 'https://shop.example' });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-request-id, retry-after');
    expect(response.headers.get('vary')).toBe('Origin');
  });
});

describe('a slash at the end of the address', () => {
  it('changes nothing for queries and mutations', async () => {
    expect(await (await post(PING, {}, '/graphql/')).json()).toMatchObject({
      data: { ping: 'pong' },
    });
    expect(
      (
        await shop.fetch('/graphql/', {
          method: 'PUT',
          headers: { 'apollo-require-preflight': '1' },
        })
      ).status,
    ).toBe(405);
  });

  it('changes nothing for WebSockets', async () => {
    const socket = new WebSocket(
      `ws://127.0.0.1:${shop.gateway.port}/graphql/`,
      'graphql-transport-ws',
    );
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    expect(socket.protocol).toBe('graphql-transport-ws');
    socket.close();
  });
});

describe('the media type of the answer', () => {
  const json = 'application/json; charset=utf-8';
  const modern = 'application/graphql-response+json; charset=utf-8';
  const stream = 'text/event-stream; charset=utf-8';
  it.each([
    ['application/graphql-response+json;q=0.1, application/json', json],
    ['application/graphql-response+json, application/json;q=0.9', modern],
    ['application/json; charset=utf-8', json],
    ['Application/JSON', json],
    ['*/*', json],
    ['application/*', json],
    ['text/html, */*;q=0.1', json],
    // What urql sends with queries.
    [
      'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
      modern,
    ],
    ['text/event-stream', stream],
    ['text/event-stream, application/json;q=0.5', stream],
    ['text/event-stream;q=0.2, application/json', json],
  ])('is the preferred one of %s', async (accept, type) => {
    const response = await post(PING, { accept });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    await response.text();
  });

  it.each(['text/html', 'application/json;q=0', 'application/json; charset=utf-16', '*/*;q=0'])(
    '%s is 406',
    async (accept) => {
      expect((await post(PING, { accept })).status).toBe(406);
    },
  );

  it('an event stream that is accepted after JSON serves subscriptions', async () => {
    const subscribe = (accept: string) =>
      post(JSON.stringify({ query: 'subscription { productCreated { id } }' }), { accept });
    for (const accept of ['application/json', '*/*'])
      expect((await subscribe(accept)).status).toBe(400);
    const response = await subscribe('application/json, text/event-stream;q=0.5');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, stream]);
    await response.body!.cancel();
  });
});

describe('an empty operationName', () => {
  it('is none in a body', async () => {
    expect((await post(JSON.stringify({ query: '{ ping }', operationName: '' }))).status).toBe(200);
  });
  it('is none in an address', async () => {
    expect((await get('{ ping }', {}, '&operationName=')).status).toBe(200);
  });
});

describe('a packed body', () => {
  it('is unpacked when it is gzip', async () => {
    const response = await post(new Uint8Array(gzipSync(PING)), { 'content-encoding': 'gzip' });
    expect(await response.json()).toMatchObject({ data: { ping: 'pong' } });
  });

  it('may not unpack to more than the limit', async () => {
    const bomb = gzipSync(
      JSON.stringify({ query: '{ ping }', variables: { x: 'x'.repeat(5_000_000) } }),
    );
    expect(bomb.length).toBeLessThan(10_000);
    expect((await post(new Uint8Array(bomb), { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('that is no gzip is 400', async () => {
    expect((await post(PING, { 'content-encoding': 'gzip' })).status).toBe(400);
    expect(
      (await post(new Uint8Array(gzipSync(PING).subarray(0, 20)), { 'content-encoding': 'gzip' }))
        .status,
    ).toBe(400);
  });

  it.each(['br', 'zstd', 'gzip, gzip'])(
    'of another encoding (%s) is refused by name',
    async (encoding) => {
      const response = await post(PING, { 'content-encoding': encoding });
      expect([response.status, await response.text()]).toEqual([
        415,
        expect.stringContaining('gzip'),
      ]);
    },
  );
});

describe('GET', () => {
  it.each([
    'text/plain',
    'message/external-body',
    'application/x-www-form-urlencoded',
    'application/graphql',
    'x',
  ])('with the content type %s does not run, preflight header or not', async (type) => {
    const before = shop.calls();
    const statuses = [
      await get('{ ping }', { 'content-type': type }),
      await get('{ ping }', { 'content-type': type.toUpperCase() }),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([415, 415]);
    expect(shop.calls()).toBe(before);
  });

  it('may name JSON', async () => {
    expect(
      (await get('{ ping }', { 'content-type': 'application/json; charset=utf-8' })).status,
    ).toBe(200);
  });
});

it.each([
  [false, '127.0.0.1'],
  [1, '198.51.100.2'],
  [2, '203.0.113.1'],
  ['127.0.0.1', '198.51.100.2'],
  ['127.0.0.1, 198.51.100.0/24', '203.0.113.1'],
])(
  'with TRUST_PROXY=%s the client’s address is the one that the shop’s own proxies saw',
  async (trustProxy, expected) => {
    const behind = await testGateway({ trustProxy });
    await behind.query('{ whoami }', {
      headers: { 'x-forwarded-for': '203.0.113.1, 198.51.100.2' },
    });
    // A socket for both families shows IPv4 like this.
    expect(behind.subgraphs.users.calls[0]!.headers?.['x-client-ip']?.replace('::ffff:', '')).toBe(
      expected,
    );
    await behind.gateway.close();
  },
);
