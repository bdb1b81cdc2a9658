import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
let seen: IncomingMessage['headers'][];
afterEach(() => shop.gateway.close());
async function start(limits = {}): Promise<void> {
  seen = [];
  const proxy = (request: IncomingMessage, response: ServerResponse) => {
    seen.push({ ...request.headers });
    response.end('{}');
  };
  shop = await testGateway({ limits }, { proxies: { users: proxy as never } });
}
const ask = (headers: Record<string, string> = {}) =>
  shop.fetch('/oauth/token', { method: 'POST', headers });

it('users gets the credentials of a client, and nothing that a client poses with', async () => {
  await start();
  await ask({ authorization: 'Basic eDp5', cookie: 'access_token=a' });
  expect(seen[0]).toMatchObject({ 'x-client-authorization': 'Basic eDp5' });
  expect(seen[0]).not.toHaveProperty('authorization');
  expect(seen[0]).not.toHaveProperty('cookie');
  await ask({ 'x-client-authorization': 'Basic eDp5' });
  expect(seen[1]).not.toHaveProperty('x-client-authorization');
  await shop.fetch('/.well-known/jwks.json', { headers: { authorization: 'Basic eDp5' } });
  expect(seen[2]).not.toHaveProperty('x-client-authorization');
});

it('asking for tokens counts as logging in', async () => {
  await start({ loginsPerMinutePerIp: 3 });
  const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await ask()).status));
  expect(statuses).toContain(429);
  expect(statuses).toContain(200);
  const login = await shop.query(
    'mutation { userLogin(email: "a", password: "b") { accessToken } }',
  );
  expect(login.status).toBe(429);
});
