import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { Kind, parse } from 'graphql';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { effectiveLimits, type GatewayConfig } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import { createBudgets, LOGIN_FIELDS } from './budgets.js';
import { createRateLimiter } from './rate-limiter.js';

const open: TestGateway[] = [];
/** The clock stands still, so that no test runs across the end of a minute. */
const start = async (
  config: Parameters<typeof testGateway>[0],
  options: Parameters<typeof testGateway>[1] = {},
) => {
  const gateway = await testGateway(config, { now: () => 1_000_000, ...options });
  open.push(gateway);
  return gateway;
};
afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())));

describe('rate limits', () => {
  it('an address that has used its budget is refused until some of it came back, and told when', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 51 } });
    const expensive = '{ products(first: 50) { nodes { id } } }';
    expect((await shop.query(expensive)).status).toBe(200);
    const refused = await shop.query(expensive);
    expect([refused.status, refused.errors![0]!.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.errors![0]!.extensions).toMatchObject({
      retryable: true,
      retryAfterMs: expect.any(Number) as number,
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const before = shop.calls();
    expect((await shop.query('{ ping }')).status).toBe(429);
    expect(shop.calls()).toBe(before);
  });

  it('users behind one address do not starve each other', async () => {
    const shop = await start({ limits: { costPerMinutePerUser: 100, costPerMinutePerIp: 100 } });
    const expensive = '{ products(first: 90) { nodes { id } } }';
    const a = token([], { sub: 'usr_a' });
    await shop.query(expensive, { token: a });
    expect((await shop.query(expensive, { token: a })).status).toBe(429);
    expect((await shop.query(expensive, { token: token([], { sub: 'usr_b' }) })).status).toBe(200);
  });

  it('two replicas share one budget', async () => {
    const cache = openMemoryKeyValue();
    const limits = { costPerMinutePerIp: 150 };
    const [one, two] = [await start({ limits }, { cache }), await start({ limits }, { cache })];
    const statuses = [];
    for (const shop of [one, two, one, two])
      statuses.push((await shop.query('{ products(first: 60) { nodes { id } } }')).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(3);
    expect(statuses.at(-1)).toBe(429);
  });

  it('a document that must be planned first costs extra', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 1_000 } });
    const fresh = (name: number) =>
      `query Q${name} { ${Array.from({ length: 20 }, (_value, index) => `a${index}: ping`).join(' ')} }`;
    const statuses = [];
    for (let name = 0; name < 6; name++) statuses.push((await shop.query(fresh(name))).status);
    expect(statuses.at(-1)).toBe(429);
    const other = await start({ limits: { costPerMinutePerIp: 1_000 } });
    for (let time = 0; time < 50; time++) expect((await other.query(fresh(1))).status).toBe(200);
  });

  it('log-ins have a budget of their own, also several in one request', async () => {
    const shop = await start({ limits: { loginsPerMinutePerIp: 5 } });
    const login =
      'mutation { a: userLogin(email: "a", password: "b") { accessToken } b: userLogin(email: "a", password: "c") { accessToken } }';
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt++) statuses.push((await shop.query(login)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await shop.query('{ ping }')).status).toBe(200);
  });

  /** A catalog whose pages are longer than anybody asked for. */
  const long = async (shop: TestGateway, length: number) => {
    const nodes = Array.from({ length }, (_none, id) => ({
      __typename: 'Product',
      id: String(id),
      name: 'n',
    }));
    shop.subgraphs.catalog.behaviour = async () => ({
      data: { products: { __typename: 'Products', nodes } },
    });
    return shop.query('{ products(first: 1) { nodes { id name } } }');
  };
  it('what was done beyond what was expected is owed', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 150 } });
    const answer = await long(shop, 197);
    expect(answer.data.products.nodes).toHaveLength(197);
    expect((answer.extensions!['cost'] as { actual: number }).actual).toBeGreaterThan(196);
    shop.subgraphs.catalog.behaviour = 'ok';
    const refused = await shop.query('{ ping }');
    expect(refused.status).toBe(429);
    // 47 points more than a minute brings back.
    expect(refused.errors![0]!.extensions.retryAfterMs).toBeGreaterThan(15_000);
  });

  it('an answer of more objects than any page needs is not written', async () => {
    const shop = await start({});
    const { data, errors } = await long(shop, 60_000);
    expect([data, errors![0]!.extensions.code]).toEqual([null, 'QUERY_TOO_COMPLEX']);
  });

  it('work that failed is not given back', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 150 } });
    shop.subgraphs.catalog.behaviour = 'down';
    const expensive = '{ products(first: 90) { nodes { id } } }';
    expect((await shop.query(expensive)).errors![0]!.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
    expect((await shop.query(expensive)).status).toBe(429);
  });

  it('rejections cost what checking them cost', async () => {
    const taken: number[] = [];
    const limiter = {
      waitOf: () => 0,
      giveBack: () => {},
      owe: (_key: string, points: number) => void taken.push(points),
      take: async () => ({ waitMs: 0, available: 1 }),
    };
    const { chargeRefused } = createBudgets(
      limiter,
      effectiveLimits({ nodeEnv: 'production' } as GatewayConfig),
    );
    const caller = {
      principal: { kind: 'anonymous', permissions: [] },
      ip: '203.0.113.1',
      requestId: 'r',
    } as unknown as Caller;
    for (const workMs of [0, 0.4, 80, 60_000]) chargeRefused(caller, workMs);
    // Each from its own budget and from the ceiling of its network.
    expect(taken).toEqual([20, 20, 1_600, 5_000].flatMap((points) => [points, points]));
    const shop = await start({ limits: { costPerMinutePerIp: 100 } });
    for (let round = 0; round < 6; round++) await shop.query('{ nothing }');
    expect((await shop.query('{ ping }')).status).toBe(429);
  });

  it('every field that takes a password is among the log-ins', () => {
    const mutations = parse(
      readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    ).definitions.flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION && one.name.value === 'Mutation'
        ? (one.fields ?? [])
        : [],
    );
    const names = mutations
      .filter((field) => field.arguments?.some(({ name }) => /password/i.test(name.value)))
      // Staff who make accounts for others are bounded by the fair share of the hasher alone.
      .filter((field) => !field.directives?.some(({ name }) => name.value === 'requiresScopes'))
      .map((field) => field.name.value);
    expect(names).toContain('userEmailChange');
    expect(names.filter((name) => !LOGIN_FIELDS.has(name))).toEqual([]);
  });

  it('all addresses of one IPv6 network have one budget, and so have its neighbours together', async () => {
    const shop = await start({
      trustProxy: true,
      limits: { loginsPerMinutePerIp: 5, costPerMinutePerIp: 100_000 },
    });
    const from = async (ip: string) =>
      (
        await shop.query('mutation { userLogin(email: "a", password: "b") { accessToken } }', {
          headers: { 'x-forwarded-for': ip },
        })
      ).status;
    const within = await Promise.all(
      Array.from({ length: 300 }, (_none, host) => from(`2001:db8:0:1::${host.toString(16)}`)),
    );
    expect(within.filter((status) => status === 200).length).toBe(5);
    const around = await Promise.all(
      Array.from({ length: 300 }, (_none, net) => from(`2001:db8:0:${(net + 2).toString(16)}::1`)),
    );
    expect(around.filter((status) => status === 200).length).toBeLessThanOrEqual(8 * 5);
    expect(await from('2001:db8:1::1')).toBe(200);
  });

  it.each([
    ['away', () => Promise.reject(new Error('away'))],
    ['silent', () => new Promise<never>(() => {})],
  ])('while the store is %s each process counts for itself', async (_what, addToBucket) => {
    const shop = await start(
      { limits: { costPerMinutePerIp: 100 } },
      { cache: { ...openMemoryKeyValue(), addToBucket } },
    );
    const expensive = '{ products(first: 60) { nodes { id } } }';
    expect((await shop.query(expensive)).status).toBe(200);
    expect((await shop.query(expensive)).status).toBe(429);
  });

  it('a budget comes back evenly, and what was not needed at once', async () => {
    let now = 60_000;
    const clock = () => now;
    const limiter = createRateLimiter(openMemoryKeyValue(clock), pino({ level: 'silent' }), clock);
    expect(await limiter.take('k', 50, 60)).toEqual({ waitMs: 0, available: 10 });
    expect((await limiter.take('k', 20, 60)).waitMs).toBe(10_000);
    now += 10_000;
    expect(await limiter.take('k', 20, 60)).toEqual({ waitMs: 0, available: 0 });
    expect(limiter.waitOf('k')).toBe(1_000);
    limiter.giveBack('k', 20, 5, 60);
    expect(limiter.waitOf('k')).toBe(0);
    expect(await limiter.take('k', 15, 60)).toEqual({ waitMs: 0, available: 0 });
  });

  it('a large budget pays for thousands of cheap requests within a millisecond, and for no more than it holds', async () => {
    const limiter = createRateLimiter(
      openMemoryKeyValue(() => 0),
      pino({ level: 'silent' }),
      () => 0,
    );
    const perMinute = 6_000_000;
    let paid = 0;
    for (; paid < 7_000_000 && (await limiter.take('k', 40, perMinute)).waitMs === 0; paid += 20)
      limiter.giveBack('k', 40, 20, perMinute);
    expect(paid / perMinute).toBeGreaterThan(0.95);
    expect(paid / perMinute).toBeLessThan(1.05);
  });

  it('two replicas together never let more through than the bucket and what drains meanwhile, whatever comes when', async () => {
    const step = fc.record({
      replica: fc.nat(1),
      points: fc.integer({ min: 1, max: 40 }),
      afterMs: fc.nat(5_000),
      unused: fc.nat(40),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        let now = 0;
        const clock = () => now;
        const store = openMemoryKeyValue(clock);
        const replicas = [0, 1].map(() =>
          createRateLimiter(store, pino({ level: 'silent' }), clock),
        );
        let used = 0;
        for (const { replica, points, afterMs, unused } of steps) {
          now += afterMs;
          const limiter = replicas[replica]!;
          if ((await limiter.take('k', points, 60)).waitMs > 0) continue;
          const back = Math.min(unused, points);
          limiter.giveBack('k', points, points - back, 60);
          used += points - back;
        }
        expect(used).toBeLessThanOrEqual(60 + now / 1_000 + 1);
      }),
    );
  });

  it('an answer says what it cost, and gives back what it did not need', async () => {
    const shop = await start({ limits: { costPerMinutePerUser: 100_000 } });
    const asked = await shop.query('{ products { nodes { related(first: 90) { id } } } }', {
      token: token([], { sub: 'usr_cost' }),
    });
    const { requested, actual, available, capacity } = asked.extensions!['cost'] as Record<
      string,
      number
    >;
    expect(requested).toBeGreaterThan(90);
    expect(actual).toBeLessThan(requested!);
    expect(capacity).toBe(100_000);
    expect(available).toBeGreaterThan(capacity! - requested! - 1_000);
  });

  it('tells nobody in production how much strangers may', async () => {
    const shop = await start({ nodeEnv: 'production' });
    const asked = await shop.query('{ products(first: 9) { nodes { id } } }');
    expect(Object.keys(asked.extensions!['cost'] as object)).toEqual(['requested', 'actual']);
  });
});
