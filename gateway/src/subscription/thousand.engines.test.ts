import { createClient, type Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

const CONNECTIONS = 1_000;
let shop: TestGateway;
const clients: Client[] = [];
beforeAll(async () => {
  shop = await testGateway({ limits: { websocketsPerIp: CONNECTIONS } });
});
afterAll(async () => {
  for (const client of clients) await client.dispose();
  await shop.gateway.close();
});

// It needs time, no engine.
it('a thousand open connections all hear an event, one more is refused, and queries are answered meanwhile', async () => {
  const heard = new Set<number>();
  const open = (number: number, onError: (error: unknown) => void) => {
    const client = createClient({
      url: `ws://127.0.0.1:${shop.gateway.port}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    clients.push(client);
    client.subscribe(
      { query: 'subscription { productCreated { product { name } } }' },
      { next: () => void heard.add(number), error: onError, complete: () => {} },
    );
  };
  const errors: unknown[] = [];
  for (let number = 0; number < CONNECTIONS; number++) open(number, (error) => errors.push(error));
  const announced = async () => {
    if (heard.size < CONNECTIONS)
      await shop.cache.publish('live:public', JSON.stringify({ notificationId: 'ntf_all' }));
    return heard.size;
  };
  await expect.poll(announced, { timeout: 100_000, interval: 1_000 }).toBe(CONNECTIONS);
  expect(errors).toEqual([]);
  expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
  let refused: unknown;
  open(CONNECTIONS, (error) => (refused = error));
  await expect.poll(() => refused, { timeout: 10_000 }).toBeTruthy();
}, 120_000);
