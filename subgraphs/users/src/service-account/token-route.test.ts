// First, because it loads reflect-metadata, which the decorators of the others need.
import { type RolesShop, startRolesShop } from '../role/roles-shop.fixture.js';
import { accessTokenVerifier } from '@emporium/auth/access-token';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTokenEndpoint, type TokenEndpoint } from './token-endpoint.fixture.js';

let t: RolesShop['t'];
let endpoint: TokenEndpoint;
let client: { client_id: string; client_secret: string };
beforeAll(async () => {
  const shop = await startRolesShop();
  ({ t } = shop);
  endpoint = await startTokenEndpoint(t);
  const { data } = await t.execute(
    'mutation { serviceAccountCreate(input: { name: "erp", permissions: ["read:order", "update:order"], costPerMinute: 500 }) { serviceAccount { id } secret } }',
    { as: shop.admin.as },
  );
  const { serviceAccount, secret } = data.serviceAccountCreate;
  client = { client_id: serviceAccount.id, client_secret: secret };
});
afterAll(async () => {
  await endpoint.close();
  await t.close();
});
const basic = (id = client.client_id, secret = client.client_secret) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

test('credentials in the body or by HTTP Basic get a short token with the scopes of the account', async () => {
  for (const answer of [await endpoint.ask(client), await endpoint.ask({}, basic())]) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 900,
      scope: 'read:order update:order',
    });
    const claims = accessTokenVerifier(t.config.jwtPublicKeys)(answer.body.access_token)!;
    expect(claims).toMatchObject({
      sub: client.client_id,
      client_id: client.client_id,
      cost_per_minute: 500,
      permissions: ['read:order', 'update:order'],
    });
    expect(claims.exp - claims.iat).toBe(900);
  }
});

test('a token has of the scopes asked for those that the account holds, and without any there is none', async () => {
  const some = await endpoint.ask({ ...client, scope: 'read:order delete:user' });
  expect(some.body.scope).toBe('read:order');
  const none = await endpoint.ask({ ...client, scope: 'delete:user' });
  expect([none.status, none.body.error]).toEqual([400, 'invalid_scope']);
});

test.each([
  ['a wrong secret', 401, 'invalid_client', () => endpoint.ask({ ...client, client_secret: 'x' })],
  ['an unknown client', 401, 'invalid_client', () => endpoint.ask({ ...client, client_id: 'x' })],
  ['no secret', 401, 'invalid_client', () => endpoint.ask({ client_id: client.client_id })],
  ['a wrong Basic', 401, 'invalid_client', () => endpoint.ask({}, basic(undefined, 'x'))],
  ['another scheme', 401, 'invalid_client', () => endpoint.ask({}, 'Bearer x')],
  ['a broken Basic', 401, 'invalid_client', () => endpoint.ask({}, 'Basic JUU6JUU=')],
  ['both ways', 400, 'invalid_request', () => endpoint.ask(client, basic())],
  [
    'a password grant',
    400,
    'unsupported_grant_type',
    () => endpoint.ask({ ...client, grant_type: 'password' }),
  ],
  ['no grant type', 400, 'invalid_request', () => endpoint.send('client_id=x')],
  ['a parameter twice', 400, 'invalid_request', () => endpoint.send('scope=a&scope=b')],
  [
    'JSON',
    400,
    'invalid_request',
    () => endpoint.send('{}', { 'content-type': 'application/json' }),
  ],
] as const)('%s is refused as RFC 6749 says', async (_title, status, error, ask) => {
  const answer = await ask();
  expect([answer.status, answer.body.error]).toEqual([status, error]);
  expect(answer.body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  expect(answer.headers.has('www-authenticate')).toBe(status === 401);
  expect(answer.headers.get('cache-control')).toBe('no-store');
});
