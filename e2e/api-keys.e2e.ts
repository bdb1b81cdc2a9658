import { PERMISSIONS } from '@emporium/auth/permissions';
import type { Principal } from '@emporium/auth/principal';
import { deploymentUrl } from '@emporium/testing/deployment-url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessCases, isOpenToMachine, type AccessCase } from './access-cases.js';
import type { Client } from './client.js';
import { shopUnderTest, type ShopUnderTest } from './shop-under-test.js';

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const FAULTS = ['INTERNAL_SERVER_ERROR', 'SUBGRAPH_UNAVAILABLE'];
/** Answers UNAUTHENTICATED to everybody who brings no refresh token. */
const OWN_SECRET = 'sessionRefresh';
const BATCH = 20;
const fields = accessCases.filter(
  (one) => ['Query', 'Mutation'].includes(one.type) && !one.hasUpload && one.field !== OWN_SECRET,
);
const CREATE = `mutation ($scopes: [String!]!) {
  apiKeyCreate(input: { name: "e2e", scopes: $scopes }) {
    apiKey { id version } secret userErrors { ... on UserError { code message } }
  }
}`;

describe('API keys', () => {
  if (deploymentUrl()) {
    test('in a shop', (context) =>
      context.skip('E2E_URL is set: the keys are made in a shop of its own'));
    return;
  }
  let under: ShopUnderTest;
  let admin: Client;
  beforeAll(async () => {
    under = await shopUnderTest();
    admin = await under.admin();
  });
  afterAll(() => under?.close());

  /** A client that holds a key of the administrator. */
  const keyWith = async (...scopes: string[]) => {
    const { apiKeyCreate } = await admin.get(CREATE, { scopes });
    const client = under.client();
    client.token = apiKeyCreate.secret;
    return { client, key: apiKeyCreate.apiKey as { id: string; version: number } };
  };
  const expectCodes = async (
    client: Client,
    scopes: readonly string[],
    cases: readonly AccessCase[],
  ) => {
    for (const all of Map.groupBy(cases, (one) => one.type).values())
      for (let i = 0; i < all.length; i += BATCH) {
        const batch = all.slice(i, i + BATCH);
        const { status, errors = [] } = await client.send(
          `${batch[0]!.type.toLowerCase()} { ${batch.map((one) => one.selection).join(' ')} }`,
        );
        expect(status, JSON.stringify(errors)).toBe(200);
        const codes = new Map(errors.map((error) => [error.path?.[0], error.extensions['code']]));
        for (const one of batch) {
          const [name, code] = [`${scopes.join()} ${one.type}.${one.field}`, codes.get(one.field)];
          if (isOpenToMachine(one, scopes))
            expect
              .soft([...REFUSALS, ...FAULTS], `${name} is open, but ${code}`)
              .not.toContain(code);
          else expect.soft(code, name).toBe('FORBIDDEN');
        }
      }
  };

  test('a key with read:order reads orders, and of all that is guarded nothing else', async () => {
    const { client } = await keyWith('read:order');
    const open = fields.filter((one) => one.guard && isOpenToMachine(one, ['read:order']));
    expect(open.map(({ field }) => field)).toEqual(['draftOrder', 'draftOrders', 'orders']);
    await expectCodes(client, ['read:order'], fields);
    const { orders } = await client.get('{ orders(first: 1) { totalCount } }');
    expect(orders.totalCount).toBe(0);
    expect(await client.get('{ me { id } }')).toEqual({ me: null });
  });

  test('a key with any one scope opens what asks for that scope alone', async () => {
    const guarded = fields.filter((one) => one.guard);
    for (const scope of PERMISSIONS.filter((one) => one !== 'read:order')) {
      const { client, key } = await keyWith(scope);
      await expectCodes(client, [scope], guarded);
      await admin.get(`mutation { apiKeyRevoke(id: "${key.id}") { apiKey { id } } }`);
      expect((await client.send('{ __typename }')).status).toBe(401);
    }
  });

  test('the subgraphs refuse a key what the gateway would refuse it', async () => {
    const principal: Principal = {
      kind: 'machine',
      sub: 'key_none',
      sid: 'mse_none',
      permissions: ['read:order'],
    };
    for (const one of fields.filter((each) => !isOpenToMachine(each, principal.permissions))) {
      const result = await under.shop!.runtime.clients.get(one.owner)!.execute({
        query: `${one.type.toLowerCase()} { ${one.selection} }`,
        principal,
        issuer: 'gateway',
        requestId: 'machines',
      });
      expect.soft(result.errors?.[0]?.extensions['code'], one.field).toBe('FORBIDDEN');
    }
  });

  test('a rotated key works under both secrets, and a revoked one under none', async () => {
    const { client, key } = await keyWith('read:order');
    const rotate = `mutation { apiKeyRotate(id: "${key.id}", expectedVersion: ${key.version}) { secret } }`;
    const newer = under.client();
    newer.token = (await admin.get(rotate)).apiKeyRotate.secret;
    for (const one of [client, newer])
      expect((await one.get('{ orders(first: 1) { totalCount } }')).orders.totalCount).toBe(0);
    await admin.get(`mutation { apiKeyRevoke(id: "${key.id}") { apiKey { id } } }`);
    for (const one of [client, newer]) expect((await one.send('{ __typename }')).status).toBe(401);
  });
});
