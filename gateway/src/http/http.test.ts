import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, token } from '../testing/test-gateway.js';
import { type ProductionShop, startProductionShop } from '../testing/production-shop.js';

let shop: ProductionShop;
let post: ProductionShop['post'];
let get: ProductionShop['get'];
beforeAll(async () => {
  shop = await startProductionShop();
  ({ post, get } = shop);
});
afterAll(() => shop.gateway.close());

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
