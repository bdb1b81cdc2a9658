import { createClient, type Client } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { announce } from '../testing/announce.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ limits: { subscriptionsPerConnection: 3, websocketsPerIp: 6 } });
});
afterAll(() => shop.gateway.close());

const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

interface Stream {
  bodies: any[]; // oxlint-disable-line typescript/no-explicit-any
  error?: any; // oxlint-disable-line typescript/no-explicit-any
  done: boolean;
  stop(): void;
}
const wsUrl = () => `ws://127.0.0.1:${shop.gateway.port}/graphql`;
function subscribe(
  query: string,
  params: Record<string, unknown> = {},
  variables?: Record<string, unknown>,
): Stream {
  const client = createClient({
    url: wsUrl(),
    webSocketImpl: WebSocket,
    connectionParams: params,
    retryAttempts: 0,
  });
  clients.push(client);
  return follow(client, query, variables);
}
function follow(client: Client, query: string, variables?: Record<string, unknown>): Stream {
  const stream: Stream = { bodies: [], done: false, stop: () => {} };
  stream.stop = client.subscribe(
    { query, variables },
    {
      next: (body) => void stream.bodies.push(body),
      error: (error) => {
        stream.error = error;
        stream.done = true;
      },
      complete: () => (stream.done = true),
    },
  );
  return stream;
}
describe('subscriptions over WebSocket', () => {
  it('each event runs the client’s own selection with the subscriber’s identity', async () => {
    const stream = subscribe(
      'subscription Live($deep: Boolean!) { news: notificationReceived { ...n } } fragment n on Notification { id kind product @include(if: $deep) { name creator { email } } }',
      { authorization: `Bearer ${token([], { sub: 'usr_live' })}` },
      { deep: true },
    );
    await announce(shop.cache, 'live:user:usr_live', 'ntf_1', stream);
    expect(stream.bodies[0]).toEqual({
      data: {
        news: {
          id: 'ntf_1',
          kind: 'PRODUCT_CREATED',
          product: { name: 'Product 5', creator: { email: 'u-5@emporium.test' } },
        },
      },
    });
    expect(shop.subgraphs.notifications.calls.at(-1)!.principal).toMatchObject({
      kind: 'user',
      sub: 'usr_live',
    });
  });

  it('other people’s events do not arrive, and what the subscriber may not read is left out', async () => {
    const stream = subscribe('subscription { notificationReceived { id } }', {
      authorization: `Bearer ${token([], { sub: 'usr_mine' })}`,
    });
    await announce(shop.cache, 'live:user:usr_mine', 'mine', stream);
    await shop.cache.publish('live:user:usr_other', JSON.stringify({ notificationId: 'theirs' }));
    await shop.cache.publish('live:user:usr_mine', JSON.stringify({ notificationId: 'foreign-1' }));
    await shop.cache.publish('live:user:usr_mine', 'no json');
    const soFar = stream.bodies.length;
    await announce(shop.cache, 'live:user:usr_mine', 'last', stream, soFar + 1);
    expect(JSON.stringify(stream.bodies)).not.toMatch(/theirs|foreign|null/);
  });

  it('a public event reaches guests, a guarded field inside is null with an error', async () => {
    const stream = subscribe(
      'subscription { productCreated { product { name creator { email } } } }',
    );
    await announce(shop.cache, 'live:public', 'ntf_p', stream);
    expect(stream.bodies[0]).toMatchObject({
      data: { productCreated: { product: { name: 'Product 5', creator: { email: null } } } },
      errors: [
        {
          path: ['productCreated', 'product', 'creator', 'email'],
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
  });

  it('a guarded subscription is refused for a guest', async () => {
    const stream = subscribe('subscription { a: notificationReceived { id } }');
    await expect.poll(() => stream.done).toBe(true);
    expect(stream.bodies).toMatchObject([
      { data: { a: null }, errors: [{ path: ['a'], extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  it('the limits are those of HTTP', async () => {
    const stream = subscribe(
      `subscription { productCreated { ${Array.from({ length: 101 }, (_v, i) => `a${i}: id`).join(' ')} } }`,
    );
    await expect.poll(() => stream.error as unknown).toBeTruthy();
    expect(stream.error[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    const invalid = subscribe('subscription { nothing { id } }');
    await expect.poll(() => invalid.error as unknown).toBeTruthy();
    expect(invalid.error[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('queries and mutations run too', async () => {
    const stream = subscribe('{ ping }');
    await expect.poll(() => stream.done).toBe(true);
    expect(stream.bodies).toMatchObject([{ data: { ping: 'pong' } }]);
  });

  it('one connection cannot hold any number of operations', async () => {
    const client = createClient({ url: wsUrl(), webSocketImpl: WebSocket, retryAttempts: 0 });
    clients.push(client);
    const streams = Array.from({ length: 5 }, () =>
      follow(client, 'subscription { productCreated { id } }'),
    );
    await expect.poll(() => streams.filter((stream) => stream.error).length).toBeGreaterThan(0);
    expect(streams.find((stream) => stream.error)!.error[0].extensions.code).toBe('RATE_LIMITED');
  });
});

describe('a WebSocket connection', () => {
  const open = (headers: Record<string, string> = {}) =>
    new WebSocket(wsUrl(), 'graphql-transport-ws', { headers });
  const closing = (socket: WebSocket, messages: unknown[]) =>
    new Promise<number>((resolve, reject) => {
      socket.on('open', () =>
        messages.forEach((message) =>
          socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
        ),
      );
      socket.on('close', resolve);
      socket.on('error', reject);
    });
  const subscription = {
    id: '1',
    type: 'subscribe',
    payload: { query: 'subscription { productCreated { id } }' },
  };

  it.each<[string, unknown[], number]>([
    ['subscribes before it said who it is', [subscription], 4401],
    ['introduces itself twice', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['sends nonsense', ['x'], 4400],
    [
      'brings a bad token',
      [{ type: 'connection_init', payload: { authorization: 'Bearer x' } }],
      4401,
    ],
    [
      'brings an expired token',
      [
        {
          type: 'connection_init',
          payload: { authorization: `Bearer ${token([], { ttlSeconds: -61 })}` },
        },
      ],
      4401,
    ],
  ])('that %s is closed', async (_title, messages, code) => {
    expect(await closing(open(), messages)).toBe(code);
  });

  it('ends with 4403 when its token expires', async () => {
    const init = {
      type: 'connection_init',
      payload: { authorization: `Bearer ${token([], { ttlSeconds: 3 })}` },
    };
    expect(await closing(open(), [init])).toBe(4403);
  });

  const whoami = async (headers: Record<string, string>) => {
    const socket = open(headers);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    return new Promise<string>((resolve) => {
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as {
          type: string;
          payload?: { data: { whoami: string } };
        };
        if (message.type === 'connection_ack')
          socket.send(
            JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ whoami }' } }),
          );
        if (message.type !== 'next') return;
        resolve((JSON.parse(message.payload!.data.whoami) as { kind: string }).kind);
        socket.close();
      });
    });
  };
  it('uses cookies only when a page of the shop opens it', async () => {
    const cookie = `access_token=${token()}`;
    expect(await whoami({ cookie, origin: 'https://shop.example' })).toBe('user');
    expect(await whoami({ cookie, origin: 'https://evil.example' })).toBe('anonymous');
    expect(await whoami({ cookie })).toBe('anonymous');
  });

  it('is counted per address, and turned away with a code that means to wait', async () => {
    const sockets = Array.from({ length: 10 }, () => open());
    let turnedAway = 0;
    for (const socket of sockets)
      socket.on('close', (code) => (turnedAway += code === 1013 ? 1 : 0));
    await expect.poll(() => turnedAway).toBe(4);
    const kept = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN);
    expect(kept.length).toBe(6);
    await Promise.all(
      kept.map((socket) => new Promise((resolve) => socket.on('close', resolve).close())),
    );
    expect(turnedAway).toBe(4);
  });
});
