import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { effectiveLimits, type GatewayConfig } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import type { RequestError } from '../request/request-error.js';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { createBudgets } from './budgets.js';
import { createConnectionLimit } from './connection-limit.js';
import { createRateLimiter } from './rate-limiter.js';

const open: TestGateway[] = [];
/** The clock stands still, so that no test runs across the end of a minute. */
const start = async (
  config: Parameters<typeof testGateway>[0],
  options: Parameters<typeof testGateway>[1] = {},
) => {
  const gateway = await testGateway(
    { trustProxy: 1, ...config },
    { now: () => 1_000_000, ...options },
  );
  open.push(gateway);
  return gateway;
};
afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())));

const silent = pino({ level: 'silent' });
const limitsOf = (limits: NonNullable<GatewayConfig['limits']>) =>
  effectiveLimits({ nodeEnv: 'production', limits } as GatewayConfig);
const callerAt = (ip: string, sub?: string): Caller => ({
  principal: sub ? { kind: 'user', sub, permissions: [] } : { kind: 'anonymous', permissions: [] },
  ip,
  requestId: 'r',
});

describe('the share of a network', () => {
  it('is never exceeded, whoever of it asks for what in whatever order, and neither is that of the larger one around it', async () => {
    const step = fc.record({
      net: fc.nat(3),
      host: fc.nat(3),
      who: fc.nat(8),
      cost: fc.integer({ min: 1, max: 60 }),
      actual: fc.nat(90),
      afterMs: fc.nat(2_000),
    });
    const PER_NETWORK = 120;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        let now = 0;
        const clock = () => now;
        const limits = limitsOf({
          costPerMinutePerIp: 60,
          costPerMinutePerUser: 60,
          costPerMinutePerNetwork: PER_NETWORK,
        });
        const { charge } = createBudgets(
          createRateLimiter(openMemoryKeyValue(clock), silent, clock),
          limits,
        );
        const used = new Map<string, number>();
        const add = (name: string, points: number) =>
          used.set(name, (used.get(name) ?? 0) + points);
        for (const { net, host, who, cost, actual, afterMs } of steps) {
          now += afterMs;
          const caller = callerAt(`2001:db8:0:${net}::${host}`, who > 0 ? `usr_${who}` : undefined);
          const charged = await charge(caller, cost, 0, []).catch((error: RequestError) => {
            if (error.code !== 'RATE_LIMITED') throw error;
          });
          charged?.settle(actual);
          if (!charged) continue;
          add('site', Math.max(actual, 1));
          add(`net ${net}`, Math.max(actual, 1));
          add(who > 0 ? `user ${who}` : `nobody at ${net}`, Math.max(actual, 1));
        }
        for (const [name, points] of used) {
          const share =
            name === 'site' ? 2 * PER_NETWORK : name.startsWith('net') ? PER_NETWORK : 60;
          // What the last one did beyond what was expected is owed, and nothing fits until it is
          // paid.
          expect(points, name).toBeLessThanOrEqual(share * (1 + now / 60_000) + 90 + 1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is one for sixty-two accounts of one address, and another address has its own', async () => {
    const shop = await start({
      limits: { costPerMinutePerUser: 100, costPerMinutePerNetwork: 420 },
    });
    const ask = async (sub: string, ip: string) =>
      (
        await shop.query('{ products(first: 90) { nodes { id } } }', {
          token: token([], { sub }),
          headers: { 'x-forwarded-for': ip },
        })
      ).status;
    shop.subgraphs.catalog.behaviour = async () => ({
      data: {
        products: {
          __typename: 'Products',
          nodes: Array.from({ length: 90 }, () => ({ __typename: 'Product', id: '1' })),
        },
      },
    });
    const statuses: number[] = [];
    for (let account = 0; account < 62; account++)
      statuses.push(await ask(`usr_${account}`, '203.0.113.1'));
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(await ask('usr_x', '203.0.113.2')).toBe(200);
  });

  it('is not used up by what was refused for an empty budget of one of its users', async () => {
    const limiter = createRateLimiter(
      openMemoryKeyValue(() => 0),
      silent,
      () => 0,
    );
    const { charge } = createBudgets(
      limiter,
      limitsOf({ costPerMinutePerUser: 50, costPerMinutePerNetwork: 100 }),
    );
    const ask = (sub: string) =>
      charge(callerAt('203.0.113.1', sub), 40, 0, []).then(
        () => 200,
        (error: RequestError) => error.status,
      );
    const greedy = await Promise.all(Array.from({ length: 20 }, () => ask('usr_greedy')));
    expect(greedy.filter((status) => status === 200)).toHaveLength(1);
    expect(await ask('usr_other')).toBe(200);
  });
});

it('new accounts are few per network and hour, and the rejection says when there will be another', async () => {
  let now = 1_000_000;
  const shop = await start(
    { limits: { accountsPerHourPerIp: 3 } },
    { now: () => now, cache: openMemoryKeyValue(() => now) },
  );
  const register = (ip: string, alias = 'a') =>
    shop.query(`mutation { ${alias}: userRegister(email: "a", password: "b") { accessToken } }`, {
      headers: { 'x-forwarded-for': ip },
    });
  for (let account = 0; account < 3; account++)
    expect((await register('203.0.113.1')).status).toBe(200);
  const refused = await register('203.0.113.1', 'another');
  expect(refused.errors![0]).toMatchObject({
    message: 'Too many new accounts from your network; try again later.',
    extensions: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: 1_200_000 },
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1200']);
  expect((await register('203.0.113.2')).status).toBe(200);
  const host = (net: number) => `2001:db8:0:${net}::${net}`;
  const around: number[] = [];
  for (let net = 0; net < 30; net++) around.push((await register(host(net))).status);
  expect(around.filter((status) => status === 200)).toHaveLength(24);
  now += 1_200_000;
  expect((await register('203.0.113.1')).status).toBe(200);
});

describe('what comes to no operation', () => {
  const post = (shop: TestGateway, body: string, headers: Record<string, string> = {}) =>
    shop.fetch('/graphql', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });

  it.each<[string, (shop: TestGateway) => Promise<Response>]>([
    ['a body that does not parse', (shop) => post(shop, '{')],
    [
      'a bad access token',
      (shop) => post(shop, '{"query":"{ ping }"}', { authorization: 'Bearer x' }),
    ],
    [
      'a charset that nobody reads',
      (shop) => post(shop, '{}', { 'content-type': 'application/json; charset=utf-7' }),
    ],
    ['a path that does not exist', (shop) => shop.fetch('/nothing')],
  ])('%s takes from the address’s budget', async (_title, send) => {
    const shop = await start({
      limits: { costPerMinutePerIp: 100, costPerMinutePerNetwork: 1_000 },
    });
    for (let round = 0; round < 5; round++) expect((await send(shop)).status).toBeLessThan(429);
    expect((await shop.query('{ ping }')).status).toBe(429);
    expect((await shop.query('{ ping }', { token: token() })).status).toBe(200);
  });

  it('large bodies take more than small ones', async () => {
    const owed: number[] = [];
    const limiter = {
      waitOf: () => 0,
      giveBack: () => {},
      owe: (_key: string, points: number) => void owed.push(points),
    };
    const { chargeUnread } = createBudgets(limiter as never, limitsOf({}));
    chargeUnread('203.0.113.1', 100);
    chargeUnread('203.0.113.1', 1_000_000);
    expect(owed).toEqual([20, 20, 200, 200]);
  });

  it.each([
    '/health',
    '/media/med_1/80-inside.webp',
    '/.well-known/jwks.json',
    '/webhooks/payments/test',
  ])(
    '%s takes from the share of the network, and is refused when that is used up',
    async (path) => {
      let asked = 0;
      const proxy = (_request: unknown, response: { end(): void }) => {
        asked++;
        response.end();
      };
      const shop = await start(
        { limits: { costPerMinutePerNetwork: 100 } },
        { proxies: { media: proxy, users: proxy, payments: proxy } as never },
      );
      const method = path.startsWith('/webhooks') ? 'POST' : 'GET';
      const statuses: number[] = [];
      for (let visit = 0; visit < 12; visit++)
        statuses.push((await shop.fetch(path, { method })).status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(10);
      expect(asked).toBe(path === '/health' ? 0 : 10);
      const refused = await shop.fetch(path, { method });
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
      expect(
        (await shop.query('{ ping }', { headers: { 'x-forwarded-for': '203.0.113.9' } })).status,
      ).toBe(200);
    },
  );
});

it('streams are bounded for a network, and for all neighbours of an IPv6 network together', () => {
  const { take } = createConnectionLimit(2, 'too many');
  const held = [take('2001:db8:0:1::1'), take('2001:db8:0:1::2')];
  expect(() => take('2001:db8:0:1::3')).toThrow('too many');
  for (let stream = 0; stream < 14; stream++) take(`2001:db8:0:${10 + stream}::1`);
  expect(() => take('2001:db8:0:ffff::1')).toThrow('too many');
  held[0]!();
  held[0]!();
  take('2001:db8:0:1::3');
  expect(() => take('2001:db8:0:ffff::1')).toThrow('too many');
});
