import fc from 'fast-check';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
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

describe('what was charged', () => {
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
