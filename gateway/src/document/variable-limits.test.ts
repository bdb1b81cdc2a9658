import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
let production: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
  production = await testGateway({ nodeEnv: 'production', introspection: false });
});
afterAll(() => Promise.all([shop.gateway.close(), production.gateway.close()]));

describe('variables, directives and errors have limits', () => {
  it('a condition with a variable at the root of a subscription is the client’s mistake, not ours', async () => {
    const answer = await shop.query(
      'subscription ($v: Boolean!) { productCreated @skip(if: $v) { id } }',
      { variables: { v: true } },
    );
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });

  it('directives that nobody knows make at most three errors', async () => {
    const answer = await shop.query('{ a: __typename @a @b @c b: __typename @d }');
    expect(answer.status).toBe(400);
    expect(answer.errors!.length).toBeLessThanOrEqual(3);
  });

  it.each([
    [
      'circular fragments',
      '{ product(id: 1) { ...A } } fragment A on Product { ...B } fragment B on Product { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['@defer', '{ ... @defer { ping } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['_service', '{ _service { sdl } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['_entities', '{ _entities(representations: []) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a syntax error', '{ ping', 'GRAPHQL_PARSE_FAILED'],
    ['an alias __proto__', '{ product(id: 1) { __proto__: name } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an alias constructor',
      '{ product(id: 1) { constructor: creator { prototype: displayName } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an alias prototype',
      '{ product(id: 1) { creator { prototype: displayName } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a variable for entity fetches',
      'query($representations: ID!) { product(id: $representations) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a number beyond Int', '{ products(first: 2147483648) { total } }', 'BAD_USER_INPUT'],
    ['a fraction for Int', '{ products(first: 1.5) { total } }', 'BAD_USER_INPUT'],
    ['two operations without a name', 'query A { ping } query B { ping }', 'BAD_USER_INPUT'],
  ])('%s is 400', async (_title, document, code) => {
    const answer = await shop.query(document);
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([400, code]);
  });

  it.each([
    ['a fraction', { n: 1.5 }],
    ['a text', { n: '1e3' }],
    ['too large', { n: 2_147_483_648 }],
    ['deep nesting', { n: JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown }],
    ['many values', { n: Array.from({ length: 30_000 }, () => 1) }],
  ])('a variable that does not fit (%s) is BAD_USER_INPUT', async (_title, variables) => {
    const answer = await shop.query('query($n: Int) { products(first: $n) { total } }', {
      variables,
    });
    expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('in production errors about variables tell which one and where, and nothing of the schema', async () => {
    const ask = async (declared: string, use: string, variables: object) => {
      const answer = await production.query(`${declared} { ${use} }`, {
        variables: variables as Record<string, unknown>,
      });
      expect([answer.status, answer.errors![0]!.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
      return answer.errors!.map(({ message }) => message);
    };
    const create = 'productCreate(input: $p) { id }';
    expect(await ask('query ($n: Int)', 'products(first: $n) { total }', { n: 'ten' })).toEqual([
      'The variable $n does not fit its type.',
    ]);
    expect(await ask('query ($id: ID!)', 'product(id: $id) { id }', {})).toEqual([
      'The variable $id does not fit its type.',
    ]);
    for (const p of [null, { nmae: 'x' }])
      expect(new Set(await ask('mutation ($p: ProductInput!)', create, { p }))).toEqual(
        new Set(['The variable $p does not fit its type.']),
      );
    expect(await ask('mutation ($p: ProductInput!)', create, { p: { name: 1 } })).toEqual([
      'The variable $p does not fit its type: look at p.name.',
    ]);
    expect(
      await ask('mutation ($f: FilesInput!)', 'mediaUploadMany(input: $f)', {
        f: { files: ['x'] },
      }),
    ).toEqual(['The variable $f does not fit its type: look at f.files[0].']);
  });
});
