import { all, repeat, unlessRefused, type AttackCase, type Target } from './target.js';

const REFUSED = [400] as const;
const TOO_MUCH = [
  'QUERY_TOO_COMPLEX',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'BAD_USER_INPUT',
];
const tree = (levels: number) =>
  `{ categories { ...F0 } } ${repeat(levels, (i) => `fragment F${i} on Category { id a: children { ...F${i + 1} } b: children { ...F${i + 1} } }`)} fragment F${levels} on Category { id }`;
const PAGE =
  'products(first: 100) { nodes { variants(first: 100) { nodes { id } } categories { products(first: 100) { nodes { id } } } } }';
/** Documents and variables that must be refused before anything runs. */
const refusing = (
  attack: string,
  documents: readonly (string | [string, Record<string, unknown>])[],
): AttackCase => ({
  attack,
  run: ({ anonymous }) =>
    all(documents, async (one) => {
      const [query, variables] = typeof one === 'string' ? [one, {}] : one;
      return unlessRefused(
        query.slice(0, 80),
        await anonymous.send(query, variables),
        REFUSED,
        TOO_MUCH,
      );
    }),
});

export const documentCases: readonly AttackCase[] = [
  refusing(
    'cycles, depth, braces, aliases, repetitions, directives, fragment trees, double spreads, 50,000 tokens, nested values, pages in pages',
    [
      `{ categories ${'{ children '.repeat(100)}{ id }${' }'.repeat(100)} }`,
      '{a'.repeat(3_000) + '}'.repeat(3_000),
      `{ ${repeat(101, (i) => `a${i}: __typename`)} }`,
      `{ ${'__typename '.repeat(10_000)} }`,
      `{ __typename ${repeat(10, (i) => `@d${i}`)} }`,
      tree(18),
      `{ ...F0 } ${repeat(24, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F24 on Query { __typename }`,
      `{ ${'me '.repeat(50_000)} }`.slice(0, 60_000),
      `{ product(id: ${'['.repeat(2_000)}1${']'.repeat(2_000)}) { id } }`,
      `{ ${PAGE} }`,
    ],
  ),
  refusing('cost hidden in variables', [
    [
      'query ($n: Int) { products(first: $n) { nodes { categories { products(first: $n) { nodes { id } } } } } }',
      { n: 100 },
    ],
  ]),
  refusing('circular fragments, `@defer`, numbers beyond Int, several operations', [
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    '{ ... @defer { me { id } } }',
    '{ products(first: 2147483648) { nodes { id } } }',
    'query A { me { id } } query B { me { id } }',
  ]),
  refusing('fragments that nothing reaches or that contain themselves, wide ones', [
    `{ me { id } } ${repeat(60, (i) => `fragment F${i} on Query { ${repeat(20, (j) => `x${j}: __typename`)} ...F${(i + 1) % 60} }`)}`,
  ]),
  refusing('documents at which a validation rule throws', [
    ['subscription ($v: Boolean!) { productCreated @skip(if: $v) { id } }', { v: true }],
  ]),
  refusing("`@cacheControl`, `@stream` and the servers' own directives", [
    '{ me @cacheControl(maxAge: 1) { id } }',
    '{ categories @stream { id } }',
    '{ me @join__field { id } }',
    '{ me @requiresScopes(scopes: []) { id } }',
  ]),
  refusing('variables that are deep, many or of the wrong kind', [
    [
      'query ($id: ID!) { product(id: $id) { id } }',
      { id: { a: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown } },
    ],
    [
      'query ($id: ID!) { product(id: $id) { id } }',
      { id: Array.from({ length: 25_000 }, () => 0) },
    ],
    ['query ($id: ID!) { product(id: $id) { id } }', { id: true }],
  ]),
  {
    attack: 'pages of 0, −1, 101, a million',
    run: ({ anonymous }) =>
      all([0, -1, 101, 1_000_000], async (first) =>
        unlessRefused(
          `first: ${first}`,
          await anonymous.send(`{ products(first: ${first}) { nodes { id } } }`),
          [200, 400],
          ['BAD_USER_INPUT', 'QUERY_TOO_COMPLEX'],
        ),
      ),
  },
  refusing('NUL and half surrogate pairs, in variables, names and literals', [
    ['query ($id: ID!) { product(id: $id) { id } }', { id: 'a\u0000' }],
    ['query ($id: ID!) { product(id: $id) { id } }', { id: '\ud800' }],
    '{ product(id: "a\\u0000") { id } }',
  ]),
  {
    attack: 'unknown directives, ten of them',
    run: async ({ anonymous }) => {
      const { errors = [] } = await anonymous.send(
        `{ ${repeat(10, (i) => `a${i}: __typename @no${i}`)} }`,
      );
      return errors.length > 0 && errors.length <= 3 ? [] : [`${errors.length} errors`];
    },
  },
  {
    attack: 'introspection in production, plain, aliased, in a fragment, by GET',
    run: async (target) => [
      ...(await refusing('', [
        '{ __schema { types { name } } }',
        '{ a: __type(name: "User") { name } }',
        '{ ...f } fragment f on Query { __schema { types { name } } }',
      ]).run(target)),
      ...(await byGet(target, '{ __schema { types { name } } }')),
    ],
  },
  {
    attack: 'names out of suggestions',
    run: async ({ anonymous }) => {
      const attempts: [string, Record<string, unknown>][] = [
        ['{ produc(id: 1) { id } }', {}],
        ['{ products(fist: 1) { nodes { id } } }', {}],
        ['query ($w: UserWher) { users(where: $w) { nodes { id } } }', { w: {} }],
        ['query ($w: UserWhere) { users(where: $w) { nodes { id } } }', { w: { emial: 'x' } }],
        ['query ($w: UserWhere) { users(where: $w) { nodes { id } } }', { w: { email: 1 } }],
        [
          'mutation ($i: OrderPlaceInput!) { orderPlace(input: $i, idempotencyKey: "k") { order { id } } }',
          { i: { cartId: 'x' } },
        ],
      ];
      return all(attempts, async ([query, variables]) => {
        const messages = JSON.stringify(
          (await anonymous.send(query, variables)).errors?.map(({ message }) => message),
        );
        return /Did you mean|UserWhere|String|Int|Money|shippingAddress|field "|type "/.test(
          messages ?? '',
        )
          ? [`${query}: ${messages}`]
          : [];
      });
    },
  },
  {
    attack: 'persisted queries: no query, a wrong hash, 100,000 of them',
    run: async (target) => {
      const ask = async (body: object) => (await send(target, JSON.stringify(body))).status;
      const persistedQuery = { version: 1, sha256Hash: 'a'.repeat(64) };
      const statuses = [
        await ask({ extensions: { persistedQuery } }),
        await ask({ query: '{ __typename }', extensions: { persistedQuery } }),
      ];
      return statuses[1] === 400 && statuses[0]! < 500 ? [] : [`answered ${statuses.join()}`];
    },
  },
  {
    attack: 'batches',
    run: async (target) =>
      await expectStatus(target, JSON.stringify([{ query: '{ me { id } }' }]), 400),
  },
  {
    attack: 'a body of megabytes',
    run: async (target) =>
      expectStatus(
        target,
        JSON.stringify({ query: `{ me { id } } #${'x'.repeat(2_000_000)}` }),
        413,
      ),
  },
  {
    attack: 'charsets that hide letters',
    run: (target) =>
      all(['shift_jis', 'utf-7'], (charset) =>
        expectStatus(target, '{}', 415, `application/json; charset=${charset}`),
      ),
  },
];

const send = (target: Target, body: string, type = 'application/json') =>
  target.fetch('/graphql', { method: 'POST', headers: { 'content-type': type }, body });

async function expectStatus(
  target: Target,
  body: string,
  status: number,
  type?: string,
): Promise<string[]> {
  const response = await send(target, body, type);
  await response.text();
  return response.status === status ? [] : [`${type ?? body.slice(0, 30)}: ${response.status}`];
}

async function byGet(target: Target, query: string): Promise<string[]> {
  const response = await target.fetch(`/graphql?query=${encodeURIComponent(query)}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  return response.status === 400 && !(await response.text()).includes('"types"')
    ? []
    : [`GET: ${response.status}`];
}
