import { readFileSync } from 'node:fs';
import { openMemoryKeyValue } from '@emporium/kv/memory-key-value';
import { Kind, parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';
import { effectiveLimits, type GatewayConfig } from '../gateway-config.js';
import type { Caller } from '../identity/caller.js';
import { createBudgets, LOGIN_FIELDS } from './budgets.js';

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

  it('codes of gift cards are tried within the budget of log-ins, seen or spent', async () => {
    const shop = await start({ limits: { loginsPerMinutePerIp: 5 } });
    const seen = '{ a: giftCardBalance(code: "1") b: giftCardBalance(code: "2") }';
    const spent = 'mutation { giftCardRedeem(code: "3") }';
    const statuses = [];
    for (const document of [seen, spent, seen, spent, seen])
      statuses.push((await shop.query(document)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
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

  it('every field that takes a password, or a token or code that is a secret, is among the log-ins', () => {
    const rootFields = parse(
      readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'),
    ).definitions.flatMap((one) =>
      one.kind === Kind.OBJECT_TYPE_DEFINITION && ['Query', 'Mutation'].includes(one.name.value)
        ? (one.fields ?? [])
        : [],
    );
    const names = rootFields
      .filter((field) =>
        field.arguments?.some(({ name }) => /password|^(token|code)$/i.test(name.value)),
      )
      // Staff who make accounts for others are bounded by the fair share of the hasher alone.
      .filter((field) => !field.directives?.some(({ name }) => name.value === 'requiresScopes'))
      .map((field) => field.name.value);
    expect(names).toEqual(expect.arrayContaining(['userEmailChange', 'giftCardBalance']));
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
});
