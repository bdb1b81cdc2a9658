import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { liveClient, liveSubscriptions, untilLive } from '../testing/live-client.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

const LIMIT = 20;
const QUERY = 'subscription { productCreated { id } }';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ limits: { subscriptionsPerConnection: LIMIT } });
});
afterAll(() => shop.gateway.close());

const sockets: WebSocket[] = [];
afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.close());
  await live(0);
});

/** Waits until so many subscriptions are live. */
const live = (count: number) => untilLive(shop, count);
const gauge = () => liveSubscriptions(shop);

/**
 * Queries that one event costs: one per live subscription of a user, proven by one that was opened
 * last.
 */
async function queriesPerEvent(): Promise<number> {
  const sentinel = await greeted();
  sentinel.say({ id: 'sentinel', type: 'subscribe', payload: { query: QUERY } });
  let round = 0;
  const heard = () => sentinel.received.some(({ type }) => type === 'next');
  let calls = 0;
  await expect
    .poll(async () => {
      if (heard()) return true;
      calls = shop.subgraphs.notifications.calls.length;
      await shop.cache.publish('live:public', JSON.stringify({ notificationId: `ntf_${round++}` }));
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      return heard();
    })
    .toBe(true);
  sentinel.socket.close();
  return shop.subgraphs.notifications.calls.length - calls;
}

/**
 * A connection of somebody, unless told otherwise: what a logged-in user subscribes to is run for
 * that one alone.
 */
async function greeted(bearer: string | undefined = token()) {
  const client = await liveClient(shop, bearer === '' ? {} : { authorization: `Bearer ${bearer}` });
  sockets.push(client.socket);
  return { ...client, subscribe: (id: string) => client.subscribe(id, QUERY) };
}
type Connection = Awaited<ReturnType<typeof greeted>>;

/** A message back for a message there: what was said before has been read. */
async function heardAll({ say, received }: Connection): Promise<void> {
  const before = received.filter(({ type }) => type === 'pong').length;
  say({ type: 'ping' });
  await expect
    .poll(() => received.filter(({ type }) => type === 'pong').length, {
      timeout: 10_000,
      interval: 5,
    })
    .toBe(before + 1);
}

it('ten thousand subscriptions that were completed at once leave none behind', async () => {
  for (const connection of [await greeted(), await greeted('')]) {
    for (let round = 0; round < 5_000; round++) {
      connection.subscribe('same');
      connection.complete('same');
      if (round % 500 === 499) await heardAll(connection);
    }
    await heardAll(connection);
  }
  await live(0);
  expect(await queriesPerEvent()).toBe(1);
}, 60_000);

it('what is live is what was subscribed and not completed, in whatever order it was said', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    subscribes: fc.boolean(),
    pause: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.boolean(), async (steps, dies) => {
      const connection = await greeted();
      const open = new Set<string>();
      for (const { id, subscribes, pause } of steps) {
        if (subscribes && open.has(id)) continue;
        if (subscribes) open.add(id);
        else open.delete(id);
        connection[subscribes ? 'subscribe' : 'complete'](id);
        if (pause) await heardAll(connection);
      }
      if (!dies) await live(open.size);
      connection.socket.terminate();
      await live(0);
    }),
    { numRuns: 40 },
  );
  expect(await queriesPerEvent()).toBe(1);
}, 60_000);

it('a client that mounts, unmounts and mounts with one id hears each event once', async () => {
  const connection = await greeted();
  connection.subscribe('view');
  connection.complete('view');
  connection.subscribe('view');
  await heardAll(connection);
  await live(1);
  expect(await queriesPerEvent()).toBe(2);
  await expect
    .poll(() => connection.received.filter(({ type }) => type === 'next').length)
    .toBeGreaterThan(0);
  const ids = connection.received
    .filter(({ type }) => type === 'next')
    .map(({ payload }) => payload.data.productCreated.id as string);
  expect(ids).toEqual([...new Set(ids)]);
});

it('subscriptions that are still being opened count for the limit', async () => {
  const connection = await greeted();
  for (let round = 0; round < 500; round++) {
    connection.subscribe('same');
    connection.complete('same');
    connection.subscribe(String(round));
  }
  await heardAll(connection);
  const refused = () => connection.received.filter(({ type }) => type === 'error');
  // Of five hundred that nobody completed, each is live or refused.
  await expect
    .poll(async () => (await gauge()) + new Set(refused().map(({ id }) => id)).size, {
      timeout: 10_000,
    })
    .toBeGreaterThanOrEqual(500);
  expect(await gauge()).toBeLessThanOrEqual(LIMIT);
  expect(new Set(refused().map(({ payload }) => payload[0].extensions.code as string))).toEqual(
    new Set(['RATE_LIMITED']),
  );
});

it('an id that is in use closes the connection with 4409, and a token that ends takes its subscriptions along', async () => {
  const twice = await greeted();
  twice.subscribe('a');
  twice.subscribe('a');
  expect(await twice.closed).toBe(4409);
  const expiring = await greeted(token([], { ttlSeconds: 2 }));
  expiring.subscribe('a');
  await live(1);
  expect(await expiring.closed).toBe(4403);
  await live(0);
});

it('an event stream whose client left while it was being opened is not live', async () => {
  for (let round = 0; round < 20; round++) {
    await new Promise<void>((resolve) => {
      const asked = request(
        `http://127.0.0.1:${shop.gateway.port}/graphql`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'text/event-stream',
            authorization: `Bearer ${token()}`,
          },
        },
        (response) => response.resume(),
      );
      asked.on('error', () => {});
      asked.on('close', () => resolve());
      asked.end(JSON.stringify({ query: QUERY }), () => asked.destroy());
    });
  }
  await live(0);
  expect(await queriesPerEvent()).toBe(1);
});
