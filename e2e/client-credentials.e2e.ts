import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

let under: ShopUnderTest;
beforeAll(async () => {
  under = await shopUnderTest();
});
afterAll(() => under?.close());
const codesOf = async (client: Client, query: string) =>
  ((await client.send(query)).errors ?? []).map(({ extensions }) => extensions['code']);

test('a service account fetches a token, reads what it may, and nothing when it may not any more', async (context) => {
  if (deploymentUrl())
    return context.skip('E2E_URL is set: the account is made in a shop of its own');
  const admin = await under.admin();
  const { serviceAccountCreate: made } = await admin.get(
    'mutation { serviceAccountCreate(input: { name: "erp", permissions: ["read:order", "create:service_account"] }) { serviceAccount { id } secret } }',
  );
  const { id } = made.serviceAccount;
  const ask = async (secret: string) => {
    const response = await fetch(under.url.replace(/graphql$/, 'oauth/token'), {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  expect(await ask(`${made.secret}x`)).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
  const { body } = await ask(made.secret);
  expect(body).toMatchObject({ token_type: 'Bearer', scope: 'create:service_account read:order' });

  const machine = under.client();
  machine.token = body['access_token']!;
  expect((await machine.get('{ orders(first: 1) { totalCount } me { id } }')).me).toBeNull();
  for (const refused of [
    '{ users(first: 1) { totalCount } }',
    'mutation { sessionRevokeAll { ok } }',
    'mutation { apiKeyCreate(input: { name: "x", scopes: ["read:order"] }) { secret } }',
    'mutation { serviceAccountCreate(input: { name: "x", permissions: ["read:order"] }) { secret } }',
  ])
    expect(await codesOf(machine, refused), refused).toEqual(['FORBIDDEN']);

  await admin.get(`mutation { serviceAccountDelete(id: "${id}") { deletedId } }`);
  expect((await machine.send('{ __typename }')).status).toBe(401);
  expect((await ask(made.secret)).status).toBe(401);
});
