import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { rateLimiter } from './rate-limiter.js';

const open: TestGateway[] = [];
/** The clock stands still, so that no test runs across the end of a minute. */
const start = async (config: Parameters<typeof testGateway>[0], options: Parameters<typeof testGateway>[1] = {}) => {
  const gateway = await testGateway(config, { now: () => 1_000_000, ...options });
  open.push(gateway);
  return gateway;
};
afterEach(() => Promise.all(open.splice(0).map(({ gateway }) => gateway.close())));

describe('rate limits', () => {
  it('an address that has used its budget is refused until the next minute, and told when', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 100 } });
    const expensive = '{ products(first: 50) { nodes { id } } }';
    expect((await shop.query(expensive)).status).toBe(200);
    const refused = await shop.query(expensive);
    expect([refused.status, refused.errors![0]!.extensions.code]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.errors![0]!.extensions).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) as number });
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
    for (const shop of [one, two, one, two]) statuses.push((await shop.query('{ products(first: 60) { nodes { id } } }')).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(3);
    expect(statuses.at(-1)).toBe(429);
  });

  it('a document that must be planned first costs extra', async () => {
    const shop = await start({ limits: { costPerMinutePerIp: 1_000 } });
    const fresh = (name: number) => `query Q${name} { ${Array.from({ length: 20 }, (_value, index) => `a${index}: ping`).join(' ')} }`;
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

  it('while the store is away each process counts for itself', async () => {
    const shop = await start(
      { limits: { costPerMinutePerIp: 100 } },
      { cache: { ...openMemoryKeyValue(), increment: () => Promise.reject(new Error('away')) } },
    );
    const expensive = '{ products(first: 60) { nodes { id } } }';
    expect((await shop.query(expensive)).status).toBe(200);
    expect((await shop.query(expensive)).status).toBe(429);
  });

  it('a new minute is a new budget', async () => {
    let now = 60_000;
    const limiter = rateLimiter(openMemoryKeyValue(), pino({ level: 'silent' }), () => now);
    expect(await limiter.take('k', 10, 10)).toBe(0);
    expect(await limiter.take('k', 1, 10)).toBe(60_000);
    now += 60_000;
    expect(limiter.waitOf('k')).toBe(0);
    expect(await limiter.take('k', 1, 10)).toBe(0);
  });
});
