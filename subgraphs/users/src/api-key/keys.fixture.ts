import { apiKeyHash } from '@emporium/auth/api-key';
import type { Principal } from '@emporium/auth/principal';
import { service } from '@emporium/testing/principals';
import type { TestSubgraph } from '@emporium/testing/test-subgraph';
import type { UsersServices } from '../context.js';

type Users = TestSubgraph<UsersServices>;
const FIELDS =
  'apiKey { id name prefix scopes costPerMinute version expiresAt revokedAt } secret userErrors { ... on UserError { code path } }';

/** Sends a mutation that answers with an API key. */
async function change(
  t: Users,
  as: Principal,
  field: string,
  variables: Record<string, unknown>,
  declared: string,
) {
  const given = Object.keys(variables).map((name) => `${name}: $${name}`);
  const result = await t.execute(
    `mutation (${declared}) { answer: ${field}(${given.join(', ')}) { ${FIELDS} } }`,
    { as, variables },
  );
  return { ...result.data?.answer, code: result.errors?.[0]?.extensions?.['code'] };
}

export const createKey = (
  t: Users,
  as: Principal,
  input: Record<string, unknown> = {},
  idempotencyKey: string | null = null,
) =>
  change(
    t,
    as,
    'apiKeyCreate',
    { input: { name: 'warehouse', scopes: ['read:order'], ...input }, idempotencyKey },
    '$input: ApiKeyInput!, $idempotencyKey: ID',
  );

export const rotateKey = (
  t: Users,
  as: Principal,
  key: { id: string; version: number },
  overlapMinutes: number | null = null,
) =>
  change(
    t,
    as,
    'apiKeyRotate',
    { id: key.id, expectedVersion: key.version, overlapMinutes },
    '$id: ID!, $expectedVersion: Int!, $overlapMinutes: Int',
  );

export const revokeKey = (t: Users, as: Principal, id: string) =>
  change(t, as, 'apiKeyRevoke', { id }, '$id: ID!');

/** What a gateway is told of a key; null when it opens nothing. */
export async function identityOf(t: Users, secret: string) {
  const { data } = await t.execute(
    `query ($hash: String!) { _apiKey(secretHash: $hash) { id secretId ownerId scopes costPerMinute asOfSecond endSecond } }`,
    { as: service('gateway'), variables: { hash: apiKeyHash(secret) } },
  );
  return data._apiKey;
}

/** Who a gateway takes the bearer of a key for. */
export async function machineOf(t: Users, secret: string): Promise<Principal> {
  const { id, secretId, scopes } = await identityOf(t, secret);
  return { kind: 'machine', sub: id, sid: secretId, permissions: scopes };
}

/** Whether the feed that gateways read tells that a secret is void. */
export async function isToldVoid(t: Users, secretId: string): Promise<boolean> {
  const { entries } = await t.runtime.kv.readFeed('revocations');
  return entries.some((entry) => entry.includes(`"sid":"${secretId}"`));
}
