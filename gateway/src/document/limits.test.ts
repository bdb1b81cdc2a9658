import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testGateway, token, type TestGateway } from '../testing/test-gateway.js';

let shop: TestGateway;
let production: TestGateway;
beforeAll(async () => {
  shop = await testGateway();
  production = await testGateway({ nodeEnv: 'production', introspection: false });
});
afterAll(() => Promise.all([shop.gateway.close(), production.gateway.close()]));

const repeat = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_value, index) => part(index)).join(' ');
const nested = (depth: number) =>
  `{ product(id: 1) ${'{ related '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;
const fragmentTree = (levels: number) =>
  `{ product(id: 1) { ...F0 } } ${repeat(levels, (i) => `fragment F${i} on Product { id a: related { ...F${i + 1} } b: related { ...F${i + 1} } }`)} fragment F${levels} on Product { id }`;
const flatSpreads = (levels: number) =>
  `{ product(id: 1) { ...F0 } } ${repeat(levels, (i) => `fragment F${i} on Product { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Product { id }`;

const tooComplex: [string, string][] = [
  ['a cycle of depth 100', nested(100)],
  ['depth 16', nested(16)],
  ['3,000 braces', '{a'.repeat(3_000) + '}'.repeat(3_000)],
  ['101 aliases of __typename', `{ ${repeat(101, (i) => `a${i}: __typename`)} }`],
  ['500 aliases of a field', `{ ${repeat(500, (i) => `a${i}: product(id: ${i}) { id }`)} }`],
  [
    'aliases inside a list',
    `{ products(first: 1) { nodes { ${repeat(101, (i) => `a${i}: id`)} } } }`,
  ],
  ['500 repetitions of __typename', `{ ${'__typename '.repeat(500)} }`],
  ['10,000 repetitions of __typename', `{ ${'__typename '.repeat(10_000)} }`],
  ['repetitions hidden in inline fragments', `{ ${'... { __typename } '.repeat(300)} }`],
  ['10 directives on one field', `{ __typename ${repeat(10, (i) => `@d${i}`)} }`],
  [
    'directives, many in a document of nodes that leave things out',
    `{ ${repeat(15, (i) => `a${i}: ping @skip(if: false) @include(if: true) @skip(if: false)`)} }`,
  ],
  ['a fragment tree of 18 levels', fragmentTree(18)],
  ['double spreads, 30 levels', flatSpreads(30)],
  [
    'double spreads, 24 levels, of a fragment that is missing',
    flatSpreads(24).replace('fragment F24 on Product { id }', ''),
  ],
  ['50,000 tokens', `{ ${'ping '.repeat(50_000)} }`],
  ['nested list values', `{ product(id: ${'['.repeat(2_000)}1${']'.repeat(2_000)}) { id } }`],
  [
    'nested pages',
    '{ products(first: 100) { nodes { related(first: 100) { related(first: 100) { id } } } } }',
  ],
  [
    '61 fragments',
    `{ product(id: 1) { ...F0 } } ${repeat(61, (i) => `fragment F${i} on Product { id }`)}`,
  ],
  ['31 root fields', `{ ${repeat(31, (i) => `a${i}: ping`)} }`],
];

describe('document limits', () => {
  it.each(tooComplex)('%s is refused before anything is planned', async (_title, document) => {
    const before = shop.calls();
    const answer = await shop.query(document);
    expect(answer.status).toBe(400);
    expect(answer.errors!.map((error) => error.extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
    expect(answer.errors![0]!.message).not.toMatch(/\d/);
    expect(answer.data).toBeUndefined();
    expect(shop.calls()).toBe(before);
  });

  it('the cost of variables counts', async () => {
    const document =
      'query($n: Int) { products(first: $n) { nodes { related(first: $n) { related(first: $n) { id } } } } }';
    expect(
      (await shop.query(document, { variables: { n: 100 } })).errors![0]!.extensions.code,
    ).toBe('QUERY_TOO_COMPLEX');
    expect((await shop.query(document, { variables: { n: 5 } })).status).toBe(200);
    expect((await shop.query(document, { variables: { n: 100 } })).status).toBe(400);
  });

  it('fragments that nothing reaches or that contain themselves are refused before validation expands them', async () => {
    // Within every other limit: what would cost is only in fragments that no operation measures.
    const wide = (name: string, inner: string) =>
      `fragment ${name} on Product { ${repeat(20, (i) => `x${i}: id`)} ${inner} }`;
    const unused = `{ ping } ${repeat(30, (i) =>
      wide(
        `F${i}`,
        repeat(i, (j) => `...F${j}`),
      ),
    )}`;
    const circular = `{ product(id: 1) { ...F0 } } ${repeat(30, (i) =>
      wide(
        `F${i}`,
        repeat(30, (j) => `...F${j}`),
      ),
    )}`;
    for (const document of [unused, circular]) {
      await shop.query('{ ping }');
      const answers = [];
      for (let round = 0; round < 10; round++) answers.push(await shop.query(document));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400]));
      expect(
        new Set(answers.flatMap(({ errors }) => errors!.map(({ extensions }) => extensions.code))),
      ).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
      expect(answers[0]!.errors![0]!.message).toMatch(
        /^A fragment (is never used|contains itself)\.$/,
      );
    }
  });

  it.each([
    ['NUL in a variable', 'query ($id: ID!) { product(id: $id) { id } }', '{"id":"a\\u0000"}'],
    [
      'half a surrogate pair in a variable',
      'query ($id: ID!) { product(id: $id) { id } }',
      '{"id":"\\ud800"}',
    ],
    ['NUL in a variable that nobody asked for', '{ ping }', '{"x":[{"y":"\\u0000"}]}'],
    ['NUL in a name', '{ ping }', '{"x":{"\\u0000":1}}'],
    ['NUL in a literal', '{ product(id: "a\\u0000") { id } }', '{}'],
    ['NUL in a literal in braces', '{ product(id: "a\\u{0}") { id } }', '{}'],
    ['NUL as it is, in a block', '{ product(id: """a\u0000""") { id } }', '{}'],
  ])('%s is the client’s mistake, and no subgraph sees it', async (_what, query, variables) => {
    const before = shop.calls();
    const response = await shop.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"query":${JSON.stringify(query)},"variables":${variables}}`,
    });
    expect(response.status).toBe(400);
    expect(
      ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!
        .extensions.code,
    ).toMatch(/^(BAD_USER_INPUT|GRAPHQL_PARSE_FAILED)$/);
    expect(shop.calls()).toBe(before);
  });

  it('aliases named like object internals are plain data', async () => {
    const answer = await shop.query(
      '{ a: product(id: 1) { toString: name hasOwnProperty: creator { valueOf: displayName } } }',
    );
    expect(answer.data.a).toEqual({
      toString: 'Product 1',
      hasOwnProperty: { valueOf: 'User u-1' },
    });
    expect([Object.keys(Object.prototype), typeof Object.prototype.valueOf]).toEqual([
      [],
      'function',
    ]);
  });

  it('what a storefront asks is not refused', async () => {
    const answer = await shop.query(
      '{ products(first: 100) { nodes { id name creator { displayName } related(first: 10) { id name creator { displayName } } } } }',
    );
    expect(answer.status).toBe(200);
    expect(answer.errors).toBeUndefined();
  });
});

describe('in production', () => {
  it.each([
    '{ __schema { types { name } } }',
    '{ a: __type(name: "User") { name } }',
    '{ ...f } fragment f on Query { __schema { types { name } } }',
  ])('introspection is off: %s', async (document) => {
    const answer = await production.query(document, { token: token(['read:user']) });
    expect(answer.status).toBe(400);
    expect(answer.data).toBeUndefined();
  });

  it('a typing error tells nothing of the schema', async () => {
    const answer = await production.query('{ produc(id: 1) { nam } pin }');
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.errors)).not.toMatch(/Did you mean|Query|product|ping/i);
  });

  it('there is no page at /', async () => {
    expect((await production.fetch('/')).status).toBe(404);
    expect((await production.fetch('/explorer/ruru.js')).status).toBe(404);
  });
});

it('introspection works in development', async () => {
  const { getIntrospectionQuery } = await import('graphql');
  const answer = await shop.query(
    getIntrospectionQuery({ inputValueDeprecation: true, directiveIsRepeatable: true }),
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.data.__schema.types.length).toBeGreaterThan(5);
});
