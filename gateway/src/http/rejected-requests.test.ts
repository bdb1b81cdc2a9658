import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({ nodeEnv: 'production', introspection: false });
});
afterAll(() => shop.gateway.close());

describe('every answer that refuses has the one form', () => {
  const form = {
    errors: [
      {
        message: expect.any(String) as string,
        extensions: {
          code: 'BAD_USER_INPUT',
          requestId: expect.any(String) as string,
          retryable: false,
        },
      },
    ],
  };

  it.each([
    ['GET', '/nothing', 404],
    ['GET', '/media%2fx', 404],
    ['GET', '/media/%zz', 400],
    ['GET', `/webhooks/payments/${'x'.repeat(200)}`, 404],
    ['POST', `/webhooks/payments/${'x'.repeat(200)}`, 400],
    ['PUT', '/graphql', 405],
    ['GET', '/graphql/x', 404],
    ['POST', '/graphql', 400],
  ])('%s %s', async (method, path, status) => {
    const response = await shop.fetch(path, {
      method,
      headers: { 'apollo-require-preflight': '1' },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/json; charset=utf-8',
    ]);
    expect(await response.json()).toEqual(form);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('also when it is no HTTP', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(shop.gateway.port, '127.0.0.1', () =>
        socket.write('what is this\r\n\r\n'),
      );
      socket
        .on('data', (chunk) => (text += chunk.toString()))
        .on('error', reject)
        .on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toEqual(form);
  });
});
