import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { announce } from '../testing/announce.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
});
afterAll(() => shop.gateway.close());

describe('event streams', () => {
  async function stream(
    init: RequestInit & { query: string; method: 'GET' | 'POST' },
  ): Promise<{ status: number; bodies: unknown[]; text: () => string; stop: () => void }> {
    const abort = new AbortController();
    const path =
      init.method === 'GET' ? `/graphql?query=${encodeURIComponent(init.query)}` : '/graphql';
    const response = await shop.fetch(path, {
      ...init,
      ...(init.method === 'POST' ? { body: JSON.stringify({ query: init.query }) } : {}),
      headers: {
        accept: 'text/event-stream',
        ...(init.method === 'POST'
          ? { 'content-type': 'application/json' }
          : { 'apollo-require-preflight': '1' }),
        ...init.headers,
      },
      signal: abort.signal,
    });
    const bodies: unknown[] = [];
    let text = '';
    void (async () => {
      for await (const chunk of response.body!) {
        text += Buffer.from(chunk).toString();
        bodies.splice(
          0,
          bodies.length,
          ...[...text.matchAll(/event: next\ndata: (.*)\n\n/g)].map(
            (match) => JSON.parse(match[1]!) as unknown,
          ),
        );
      }
    })().catch(() => {});
    return { status: response.status, bodies, text: () => text, stop: () => abort.abort() };
  }

  it.each(['GET', 'POST'] as const)('carry subscriptions by %s', async (method) => {
    const live = await stream({ method, query: 'subscription { productCreated { id } }' });
    expect(live.status).toBe(200);
    await announce(shop.cache, 'live:public', 'ntf_sse', live);
    expect(live.bodies[0]).toEqual({ data: { productCreated: { id: 'ntf_sse' } } });
    live.stop();
  });

  it('carry one result of a query and end', async () => {
    const once = await stream({ method: 'POST', query: '{ ping }' });
    await expect
      .poll(() => once.text())
      .toMatch(
        /^event: next\ndata: \{"data":\{"ping":"pong"\},"extensions":\{.*\}\}\n\nevent: complete\ndata: \n\n$/,
      );
  });

  it('run no mutation by GET', async () => {
    const before = shop.calls();
    expect((await stream({ method: 'GET', query: 'mutation { touch }' })).status).toBe(405);
    expect(shop.calls()).toBe(before);
  });

  it('end when the token expires', async () => {
    const live = await stream({
      method: 'POST',
      query: 'subscription { notificationReceived { id } }',
      headers: { authorization: `Bearer ${token([], { ttlSeconds: 3 })}` },
    });
    await expect.poll(() => live.text(), { timeout: 15_000 }).toContain('event: complete');
  });

  it('need the preflight header by GET, and are refused like anything else', async () => {
    expect(
      (
        await shop.fetch('/graphql?query=subscription{productCreated{id}}', {
          headers: { accept: 'text/event-stream' },
        })
      ).status,
    ).toBe(400);
    expect((await stream({ method: 'POST', query: 'subscription { nothing }' })).status).toBe(400);
    expect((await shop.query('subscription { productCreated { id } }')).status).toBe(400);
  });
});

it('a gateway that stops ends its streams and refuses nothing that runs', async () => {
  const other = await testGateway();
  const live = await other.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { productCreated { id } }' }),
  });
  const socket = new WebSocket(
    `ws://127.0.0.1:${other.gateway.port}/graphql`,
    'graphql-transport-ws',
  );
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.on('open', resolve));
  let answer = () => {};
  other.subgraphs.catalog.behaviour = () =>
    new Promise((resolve) => (answer = () => resolve({ data: { ping: 'late' } })));
  const running = other.query('{ ping }');
  await expect.poll(() => other.subgraphs.catalog.calls.length).toBe(1);
  const stopped = other.gateway.close();
  expect(other.gateway.ready().status).toBe('down');
  expect(await live.text()).toContain('event: complete');
  expect(await closed).toBe(1001);
  answer();
  expect((await running).data).toEqual({ ping: 'late' });
  await stopped;
});
