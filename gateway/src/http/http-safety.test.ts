import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProductionShop, startProductionShop } from '../testing/production-shop.js';

let shop: ProductionShop;
let post: ProductionShop['post'];
let get: ProductionShop['get'];
beforeAll(async () => {
  shop = await startProductionShop();
  ({ post, get } = shop);
});
afterAll(() => shop.gateway.close());

describe('a forged request from another site', () => {
  it.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('%s is 400', async (_title, headers) => {
    const before = shop.calls();
    expect((await post('{"query":"mutation { touch }"}', headers)).status).toBe(400);
    expect(shop.calls()).toBe(before);
  });

  it.each([
    'text/plain',
    'application/graphql',
    'application/x-www-form-urlencoded',
    'image/svg+xml',
    'json',
    ';',
  ])(
    'a GET that names the type "%s" is 415, with the preflight header or without',
    async (type) => {
      const before = shop.calls();
      const named = { 'content-type': type };
      for (const headers of [named, { ...named, 'apollo-require-preflight': '1' }])
        expect((await get('{ ping }', headers)).status).toBe(415);
      expect(shop.calls()).toBe(before);
    },
  );

  it('a GET may name JSON', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8'])
      expect((await get('{ ping }', { 'content-type': type })).status).toBe(200);
  });

  it('GET without the preflight header is 400', async () => {
    expect((await get('{ ping }', {})).status).toBe(400);
  });

  it.each([
    'https://evil.example',
    'null',
    'https://shop.example.evil.io',
    'http://shop.example',
    'http://localhost:3000',
  ])('the answer to the origin %s has no CORS header', async (origin) => {
    const response = await post({ query: '{ ping }' }, { origin });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    const preflight = await shop.fetch('/graphql', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('the shop’s own pages may call it with credentials', async () => {
  const preflight = await shop.fetch('/graphql', {
    method: 'OPTIONS',
    headers: { origin: 'https://shop.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
});

it('answers carry the security headers, refused ones too', async () => {
  for (const response of [
    await post({ query: '{ ping }' }),
    await post('{'),
    await shop.fetch('/nowhere'),
    await post({ query: '{ ping }' }, { authorization: 'Bearer x' }),
  ]) {
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
  }
  expect((await post({ query: '{ ping }' })).headers.get('cache-control')).toBe('no-store');
});

it('a harmless request id is kept and reaches the subgraph, another is replaced', async () => {
  const kept = await post({ query: '{ ping }' }, { 'x-request-id': 'abc-1' });
  expect(kept.headers.get('x-request-id')).toBe('abc-1');
  expect(shop.subgraphs.catalog.calls.at(-1)!.requestId).toBe('abc-1');
  expect(
    (await post({ query: '{ ping }' }, { 'x-request-id': 'a b"c' })).headers.get('x-request-id'),
  ).not.toContain(' ');
});

it('the trace context goes along', async () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  await post({ query: '{ ping }' }, { traceparent });
  expect(shop.subgraphs.catalog.calls.at(-1)!.traceparent).toBe(traceparent);
  await post({ query: '{ ping }' }, { traceparent: 'x' });
  expect(shop.subgraphs.catalog.calls.at(-1)!.traceparent).toBeUndefined();
});

it('health names the subgraphs and nothing of their insides', async () => {
  shop.subgraphs.media.behaviour = 'down';
  const response = await shop.fetch('/health');
  shop.subgraphs.media.behaviour = 'ok';
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    status: 'degraded',
    parts: { gateway: 'ok', users: 'ok', catalog: 'ok', media: 'down', notifications: 'ok' },
  });
});

it.each(['/metrics', '/ready', '/debug', '/graphql/x', '/.env'])(
  '%s is not public',
  async (path) => {
    expect((await shop.fetch(path)).status).toBe(404);
  },
);
