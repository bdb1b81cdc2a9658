import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({
    publicUrl: 'https://shop.example',
    nodeEnv: 'production',
    introspection: false,
  });
});
afterAll(() => shop.gateway.close());

const post = (body: unknown, headers: Record<string, string> = {}) =>
  shop.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (
  query: string,
  headers: Record<string, string> = { 'apollo-require-preflight': '1' },
) => shop.fetch(`/graphql?query=${encodeURIComponent(query)}`, { headers });
const codeOf = async (response: Response) =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions
    .code;

describe('requests', () => {
  it('a batch is refused and none of it runs', async () => {
    const before = shop.calls();
    const response = await post(
      Array.from({ length: 10 }, () => ({ query: 'mutation { touch }' })),
    );
    expect(response.status).toBe(400);
    expect(shop.calls()).toBe(before);
  });

  it.each([
    ['not JSON', '{'],
    ['null', 'null'],
    ['a number', '1'],
    ['no query', '{}'],
    ['an empty query', '{"query":" "}'],
    ['query is no text', '{"query":{}}'],
    ['variables are a list', '{"query":"{ ping }","variables":[]}'],
    ['variables are a text', '{"query":"{ ping }","variables":"{}"}'],
    ['operationName is a number', '{"query":"{ ping }","operationName":1}'],
    ['extensions are a text', '{"query":"{ ping }","extensions":"x"}'],
    ['an unknown operationName', '{"query":"{ ping }","operationName":"x"}'],
  ])('%s is 400', async (_title, body) => {
    expect((await post(body)).status).toBe(400);
  });

  it('a hash without its query is answered so that the client sends the query', async () => {
    expect(
      await codeOf(await post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } })),
    ).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('a body over the limit is 413', async () => {
    const response = await post({ query: '{ ping }', variables: { x: 'x'.repeat(2_000_000) } });
    expect([response.status, await codeOf(response)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  it.each(['shift_jis', 'utf-7', 'utf-16'])('charset %s is 415', async (charset) => {
    expect(
      (
        await post(
          { query: '{ ping }' },
          { 'content-type': `application/json; charset=${charset}` },
        )
      ).status,
    ).toBe(415);
  });

  it('any spelling of utf-8 is read', async () => {
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
      'application/graphql+json',
    ]) {
      expect((await post({ query: '{ ping }' }, { 'content-type': type })).status).toBe(200);
    }
  });

  it('a query by GET runs, a mutation by GET is 405', async () => {
    expect(await (await get('{ ping }')).json()).toMatchObject({ data: { ping: 'pong' } });
    const before = shop.calls();
    expect((await get('mutation { touch }')).status).toBe(405);
    expect(shop.calls()).toBe(before);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('%s /graphql is 405', async (method) => {
    expect(
      (await shop.fetch('/graphql', { method, headers: { 'apollo-require-preflight': '1' } }))
        .status,
    ).toBe(405);
  });

  it('the media type of the answer is the one asked for', async () => {
    const modern = await post(
      { query: '{ ping }' },
      { accept: 'application/graphql-response+json' },
    );
    expect(modern.headers.get('content-type')).toBe(
      'application/graphql-response+json; charset=utf-8',
    );
    expect((await post({ query: '{ ping }' })).headers.get('content-type')).toBe(
      'application/json; charset=utf-8',
    );
    expect((await post({ query: '{ ping }' }, { accept: 'text/html' })).status).toBe(406);
  });
});

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

describe('raw HTTP', () => {
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(shop.gateway.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk) => (answer += String(chunk)));
      socket.on('close', () => resolve(answer));
      // A server that has answered may reset what is still being sent.
      socket.on('error', () => resolve(answer));
      socket.setTimeout(5_000, () => socket.destroy());
    });
  const body = '{"query":"{ ping }"}';
  it.each([
    [
      'both lengths',
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body}`,
      /^HTTP\/1.1 400/,
    ],
    [
      'two lengths',
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nContent-Length: 3\r\nConnection: close\r\n\r\n${body}`,
      /^HTTP\/1.1 400/,
    ],
    [
      'a 64 KB header',
      `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(65_536)}\r\nConnection: close\r\n\r\n`,
      /^(HTTP\/1.1 4(00|31)|$)/,
    ],
    [
      'TRACE',
      'TRACE /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 40[05]/,
    ],
    [
      'an absolute target',
      'GET http://evil/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 400/,
    ],
  ])('%s is refused', async (_title, text, expected) => {
    expect(await raw(text)).toMatch(expected);
  });
});

it('a failure inside is masked, and found in the log by its id', async () => {
  const response = await post(
    { query: '{ ping boom }' },
    { 'x-request-id': 'find-me', authorization: `Bearer ${token()}` },
  );
  expect(response.status).toBe(200);
  const answer = (await response.json()) as {
    data: unknown;
    errors: { message: string; path: string[]; extensions: unknown }[];
  };
  expect(answer.data).toEqual({ ping: 'pong', boom: null });
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors[0]).toMatchObject({
    path: ['boom'],
    extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'find-me', retryable: false },
  });
  expect(JSON.stringify(answer)).not.toMatch(/select|10\.0\.0\.1|catalog/);
  expect(shop.logs.some((line) => line.includes('find-me') && line.includes('select * from'))).toBe(
    true,
  );
});

it('connections that have sent nothing do not keep a stopping gateway alive', async () => {
  const other = await testGateway();
  const spare = connect(other.gateway.port, '127.0.0.1');
  await new Promise((resolve) => spare.once('connect', resolve));
  await other.query('{ ping }');
  const ended = new Promise((resolve) => spare.once('close', resolve));
  spare.resume();
  await other.gateway.close();
  await expect(ended).resolves.toBe(false);
});
