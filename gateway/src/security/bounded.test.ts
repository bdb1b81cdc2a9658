import { afterAll, beforeAll, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
beforeAll(async () => {
  shop = await testGateway({
    nodeEnv: 'production',
    introspection: false,
    limits: { costPerMinutePerIp: 1_000_000_000 },
  });
});
afterAll(() => shop.gateway.close());

it('operation names and header values of clients become no labels of metrics and no long lines of the log', async () => {
  const ask = (index: number) =>
    shop.query(`query Name${index} { ping }`, {
      headers: { 'user-agent': 'x'.repeat(8_000), 'apollographql-client-name': `client ${index}` },
    });
  await ask(1_000);
  const before = (await shop.gateway.metrics.metrics()).split('\n').length;
  for (let index = 0; index < 300; index++) await ask(index);
  expect((await shop.gateway.metrics.metrics()).split('\n').length).toBe(before);
  for (const line of shop.logs) expect(line.length).toBeLessThan(2_000);
});

it('a document is planned once, whoever sends it again', async () => {
  const plans = async () =>
    Number(/^gateway_plan_seconds_count (\d+)$/m.exec(await shop.gateway.metrics.metrics())?.[1]);
  await shop.query('query Once { ping }');
  const before = await plans();
  for (let time = 0; time < 5; time++)
    expect((await shop.query('query Once { ping }')).status).toBe(200);
  expect(await plans()).toBe(before);
  await shop.query('query Another { ping }');
  expect(await plans()).toBe(before + 1);
});

it('guessing names with a list of words finds nothing', async () => {
  const words = [
    'user',
    'users',
    'product',
    'products',
    'order',
    'password',
    'token',
    'admin',
    'email',
    'secret',
    'id',
    'name',
    'pin',
    'pong',
  ];
  for (const word of words) {
    const near = `${word.slice(0, -1)}x`;
    const answers = [
      await shop.query(`{ ${near} }`),
      await shop.query(`{ product(id: 1) { ${near} } }`),
      await shop.query(`{ product(${near}: 1) { id } }`),
      await shop.query(`mutation { ${near} }`),
      await shop.query(`query($v: ${near}) { ping }`),
    ];
    for (const { errors } of answers) {
      const said = JSON.stringify(errors).replaceAll(near, '');
      expect(said).not.toMatch(
        /did you mean|Product|Query|Mutation|products|creator|related|touch/,
      );
    }
  }
});

it('directives that belong to servers are unknown to clients', async () => {
  for (const directive of [
    '@cacheControl(maxAge: 1)',
    '@stream',
    '@authenticated',
    '@requiresScopes(scopes: [["x"]])',
    '@cost(weight: "0")',
  ]) {
    const answer = await shop.query(`{ ping ${directive} }`);
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  }
});
