import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
});
afterAll(() => shop.gateway.close());

/**
 * Sends bytes as they are and reads until the server ends the connection or has answered everything
 * for a while.
 */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(shop.gateway.port, '127.0.0.1', () =>
      socket.write(text.replaceAll('\n', '\r\n')),
    );
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
    socket.on('close', () => resolve(answer));
  });
}
const statuses = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

const BODY = '{"query":"mutation { touch }"}';
const HEAD =
  'POST /graphql HTTP/1.1\nHost: shop.example\nContent-Type: application/json\nConnection: close\n';

describe('a request that two servers could read differently', () => {
  it.each([
    [
      'has a length and is chunked',
      `${HEAD}Content-Length: ${BODY.length}\nTransfer-Encoding: chunked\n\n0\n\n${BODY}`,
    ],
    ['has two lengths', `${HEAD}Content-Length: ${BODY.length}\nContent-Length: 5\n\n${BODY}`],
    ['folds a header', `${HEAD}X-Folded: one\n two\nContent-Length: ${BODY.length}\n\n${BODY}`],
    ['has a blank before the colon', `${HEAD}Content-Length : ${BODY.length}\n\n${BODY}`],
    ['is chunked in a way nobody knows', `${HEAD}Transfer-Encoding: xchunked\n\n0\n\n`],
  ])('%s: refused, and nothing runs', async (_what, text) => {
    const before = shop.calls();
    const [status] = statuses(await raw(text));
    expect([400, 501]).toContain(status);
    expect(shop.calls()).toBe(before);
  });

  it('has 64 kB of headers: refused, and the next one is answered', async () => {
    const [status] = statuses(
      await raw(`GET /graphql HTTP/1.1\nHost: shop.example\nX-Large: ${'x'.repeat(65_536)}\n\n`),
    );
    expect([400, 431, undefined]).toContain(status);
    expect((await shop.query('{ ping }')).data).toEqual({ ping: 'pong' });
  });

  it('names another host in its target: refused', async () => {
    const answer = await raw(
      `GET http://evil.example/graphql?query={ping} HTTP/1.1\nHost: shop.example\nConnection: close\n\n`,
    );
    expect(statuses(answer)[0]).toBe(400);
  });

  it.each(['TRACE', 'CONNECT', 'OPTIONS'])(
    '%s is not answered with what was sent',
    async (method) => {
      const answer = await raw(
        `${method} /graphql HTTP/1.1\nHost: shop.example\nX-Secret: kept\nConnection: close\n\n`,
      );
      expect(statuses(answer)[0] ?? 400).not.toBe(200);
      expect(answer).not.toContain('kept');
    },
  );
});
