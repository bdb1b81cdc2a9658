import { newApiKey } from '@emporium/auth/api-key';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveClient } from '../testing/live-client.js';
import { revoke } from '../testing/revoke.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
/** What users knows of keys, by the hash of their secret. */
const keys = new Map<string, Record<string, unknown>>();
let asked: string[];

/** Users answers about keys, and everything else as before. */
function answerKeys(): void {
  const { users } = shop.subgraphs;
  users.behaviour = async (request) => {
    const hash = String(request.variables?.['hash']);
    if (!request.query.includes('_apiKey')) {
      users.behaviour = 'ok';
      try {
        return await users.execute(request);
      } finally {
        answerKeys();
      }
    }
    asked.push(hash);
    const key = keys.get(hash);
    const asOfSecond = Math.floor(Date.now() / 1_000);
    return { data: { _apiKey: key ? { asOfSecond, ...key } : null } };
  };
}

function keyWith(scopes: string[], more: Record<string, unknown> = {}) {
  const { secret, hash } = newApiKey();
  const id = `key_${keys.size}`;
  const endSecond = Math.floor(Date.now() / 1_000) + 3_600;
  keys.set(hash, {
    ...{ id, secretId: `mse_${keys.size}`, ownerId: `usr_${id}`, scopes },
    ...{ costPerMinute: null, endSecond, ...more },
  });
  return { secret, id, hash, secretId: `mse_${keys.size - 1}`, ownerId: `usr_${id}` };
}

beforeEach(async () => {
  asked = [];
  shop = await testGateway();
  answerKeys();
});
afterEach(() => shop.gateway.close());
const statusOf = async (secret: string, query = '{ ping }') =>
  (await shop.query(query, { token: secret })).status;

describe('an API key', () => {
  it('is a machine with its scopes, and users is asked once for many requests', async () => {
    const { secret, id, hash, secretId } = keyWith(['read:user']);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => shop.query('{ whoami }', { token: secret })),
    );
    for (const { data } of answers)
      expect(JSON.parse(data.whoami)).toEqual({
        ...{ kind: 'machine', sub: id, sid: secretId, permissions: ['read:user'] },
      });
    expect(asked).toEqual([hash]);
    expect(JSON.stringify(shop.subgraphs.users.calls)).not.toContain(secret);
    expect(shop.logs.join()).not.toContain(secret);
  });

  it('opens what asks for its scopes, not what asks for a log-in or for other scopes', async () => {
    const { secret } = keyWith(['read:user']);
    const { data, errors } = await shop.query(
      '{ user(id: "1") { status email roles secret { text } } secret { text } product(id: "1") { name cost } }',
      { token: secret },
    );
    expect(data).toEqual({
      user: { status: 'ACTIVE', email: null, roles: null, secret: null },
      secret: null,
      product: { name: 'Product 1', cost: null },
    });
    expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(
      new Set(['FORBIDDEN']),
    );
  });

  it('that opens nothing refuses the whole request, and one that cannot be a key asks nobody', async () => {
    const answer = await shop.query('{ ping }', { token: newApiKey().secret });
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(asked).toHaveLength(1);
    for (const bad of ['emk_', 'emk_short', `${keyWith([]).secret}x`])
      expect(await statusOf(bad)).toBe(401);
    expect(asked).toHaveLength(1);
  });

  it('that has ended is refused, although users was asked before its end', async () => {
    const { secret } = keyWith([], { endSecond: Math.floor(Date.now() / 1_000) - 1 });
    expect(await statusOf(secret)).toBe(401);
  });

  it('that is revoked is refused at once, and its sockets end', async () => {
    const { secret, secretId, hash } = keyWith(['read:user']);
    expect(await statusOf(secret)).toBe(200);
    const live = await liveClient(shop, { authorization: `Bearer ${secret}` });
    live.subscribe('1', '{ user(id: "1") { status } }');
    await expect.poll(() => live.heard('1')).toMatchObject([{ data: { user: {} } }]);
    keys.delete(hash);
    await revoke(shop.kv, { sid: secretId });
    expect(await statusOf(secret)).toBe(401);
    expect(await live.closed).toBe(4403);
  });

  it('is asked about again when something about its owner has changed', async () => {
    const { secret, ownerId, hash } = keyWith(['read:user']);
    const query = '{ user(id: "1") { id } }';
    expect((await shop.query(query, { token: secret })).errors).toBeUndefined();
    keys.set(hash, { ...keys.get(hash), scopes: [] });
    await revoke(shop.kv, { sub: ownerId, issuedUpTo: Math.floor(Date.now() / 1_000) });
    const { errors } = await shop.query(query, { token: secret });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  });

  it('that cannot be checked is neither right nor wrong', async () => {
    const { secret } = keyWith(['read:user']);
    shop.subgraphs.users.behaviour = 'down';
    const answer = await shop.query('{ ping }', { token: secret });
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([
      503,
      'SUBGRAPH_UNAVAILABLE',
    ]);
    answerKeys();
    expect(await statusOf(secret)).toBe(200);
    expect(await statusOf(token())).toBe(200);
  });

  it('has a budget of its own, no larger than it was given', async () => {
    const small = keyWith([], { costPerMinute: 150 });
    const large = keyWith([]);
    const statuses = [];
    for (let i = 0; i < 4; i += 1)
      statuses.push(await statusOf(small.secret, 'mutation { touch }'));
    expect(statuses).toContain(429);
    expect(await statusOf(large.secret, 'mutation { touch }')).toBe(200);
  });
});

describe('while nothing was heard of revocations for ten seconds', () => {
  it('a key with scopes is refused, as a token with permissions is', async () => {
    await shop.gateway.close();
    let now = 1_000_000;
    const { openMemoryKeyValue } = await import('@emporium/kv/memory-key-value');
    const store = openMemoryKeyValue();
    let isAway = false;
    const readFeed: typeof store.readFeed = (...args) =>
      isAway ? Promise.reject(new Error('away')) : store.readFeed(...args);
    shop = await testGateway({}, { kv: { ...store, readFeed }, now: () => now });
    answerKeys();
    const { secret } = keyWith(['read:user']);
    expect(await statusOf(secret)).toBe(200);
    isAway = true;
    now += 11_000;
    expect(await statusOf(secret)).toBe(503);
  });
});
