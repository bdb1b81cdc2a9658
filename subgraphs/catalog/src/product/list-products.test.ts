import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '@emporium/testing/principals';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
const names = ['Ärmel', 'anorak', 'Anorak', 'beanie', 'Beanie 100%', 'cap_a', 'cap a', 'Zip'];
const prices = [100, 300, 300, 200, 200, 200, 50, 900];
beforeAll(async () => {
  t = await startCatalog();
  for (const [index, name] of names.entries()) {
    const variants = [{ sku: `list-${index}`, price: { minor: prices[index], currency: 'EUR' } }];
    const attributes = [{ name: 'Parity', value: index % 2 ? 'odd' : 'even' }];
    const { product } = await t.createProduct({
      sku: `listed-${index}`,
      name,
      variants,
      attributes,
    });
    await t.ask(
      'mutation ($id: ID!) { productImageAdd(productId: $id, assetId: "med_1") { userErrors { __typename } } }',
      {
        id: product.id,
      },
    );
  }
});
afterAll(() => t.close());

const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String, $sort: ProductSort, $where: ProductWhere) {
  products(first: $first, after: $after, last: $last, before: $before, sort: $sort, where: $where) {
    nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
const page = async (variables: object) =>
  (await t.ask(PAGE, variables as Record<string, unknown>, anonymous)).products;
const found = async (where: object) =>
  (await page({ first: 50, where, sort: { field: 'CREATED_AT' } })).nodes.map(
    (node: { name: string }) => node.name,
  );

test.each(
  ['NAME', 'CREATED_AT', 'UPDATED_AT', 'PRICE'].flatMap((field) =>
    ['ASC', 'DESC'].map((direction) => ({ field, direction })),
  ),
)(
  'pages of 3 by $field $direction give every product once, forwards and backwards',
  async (sort) => {
    const forwards: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await page({ first: 3, after, sort });
      forwards.push(...nodes.map((node: { name: string }) => node.name));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    const backwards: string[] = [];
    for (let before: string | null = null, more = true; more;) {
      const { nodes, pageInfo } = await page({ last: 3, before, sort });
      backwards.unshift(...nodes.map((node: { name: string }) => node.name));
      before = pageInfo.startCursor;
      more = pageInfo.hasPreviousPage;
    }
    expect([...forwards].sort()).toEqual([...names].sort());
    expect(backwards).toEqual(forwards);
    const inOrder =
      sort.field === 'PRICE' ? forwards.map((name) => prices[names.indexOf(name)]!) : [];
    expect(inOrder).toEqual(
      [...inOrder].sort((a, b) => (sort.direction === 'ASC' ? a - b : b - a)),
    );
  },
);

test('the newest come first unless a list says otherwise', async () => {
  expect((await page({ first: 2 })).nodes).toEqual([{ name: 'Zip' }, { name: 'cap a' }]);
});

test('a cursor of another sort, or a tampered one, is refused', async () => {
  const { pageInfo } = await page({ first: 2, sort: { field: 'NAME' } });
  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const bad = [
    [pageInfo.endCursor, 'PRICE'],
    ['nonsense', 'NAME'],
    [forged(['PRICE ASC', 'x', 'y']), 'PRICE'],
    [forged(['PRICE ASC', 1.5, 'y']), 'PRICE'],
    [forged(['PRICE ASC', null, 'y']), 'PRICE'],
    [forged(['UPDATED_AT ASC', 'yesterday', 'y']), 'UPDATED_AT'],
    [forged(['UPDATED_AT ASC', '2026-99-99T00:00:00.000Z', 'y']), 'UPDATED_AT'],
    [forged(['NAME ASC', 'a\u0000', 'y']), 'NAME'],
    [forged(['NAME ASC', 'a', 'y\u0000']), 'NAME'],
  ];
  for (const [after, field] of bad) {
    const { errors } = await t.execute(PAGE, { variables: { first: 2, after, sort: { field } } });
    expect([after, errors?.[0]?.extensions?.['code']]).toEqual([after, 'BAD_USER_INPUT']);
  }
});

test('filters mean what they say, and wildcards are plain letters', async () => {
  expect(await found({ nameContains: '%' })).toEqual(['Beanie 100%']);
  expect(await found({ nameContains: '_' })).toEqual(['cap_a']);
  expect(await found({ nameContains: '\\' })).toEqual([]);
  expect(await found({ nameContains: 'ANORAK' })).toEqual(['anorak', 'Anorak']);
  expect(
    await found({
      attributes: [{ name: 'Parity', value: 'odd' }],
      priceFrom: { minor: 200, currency: 'EUR' },
    }),
  ).toEqual(['anorak', 'beanie', 'cap_a', 'Zip']);
  expect(await found({ priceTo: { minor: 100, currency: 'EUR' } })).toEqual(['Ärmel', 'cap a']);
  expect(
    await found({
      OR: [{ nameContains: 'zip' }, { AND: [{ nameContains: 'cap' }, { nameContains: '_' }] }],
    }),
  ).toEqual(['cap_a', 'Zip']);
  expect(await found({ ids: [] })).toEqual([]);
  expect(await found({ OR: [] })).toEqual([]);
  expect(await found({ updatedAfter: '2999-01-01T00:00:00.000Z' })).toEqual([]);
});

test('filters that are too deep or too large are refused', async () => {
  const deep = { AND: [{ AND: [{ AND: [{ AND: [{ nameContains: 'x' }] }] }] }] };
  const wide = { OR: Array.from({ length: 60 }, () => ({ nameContains: 'x' })) };
  for (const where of [
    deep,
    wide,
    { ids: Array.from({ length: 101 }, String) },
    { nameContains: '\u0000' },
  ]) {
    const { errors } = await t.execute(PAGE, { variables: { first: 1, where } });
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  }
});

test('a list with price and image takes at most 3 statements, however long it is', async () => {
  const query =
    '{ products(first: 20) { nodes { id name slug priceRange { min { minor currency } max { minor } } images { id alt asset { id } } } pageInfo { endCursor } } }';
  const { statements } = await t.countQueries(() => t.ask(query, {}, anonymous));
  expect(statements.length).toBeLessThanOrEqual(3);
});

test('a product page takes at most 8 statements', async () => {
  const query = `{ product(sku: "listed-0") { id name description attributes { name value } priceRange { min { minor } } images { alt asset { id } } categories { name ancestors { name } }
    variants { totalCount nodes { id sku name price { minor } compareAtPrice { minor } selectedOptions { name value } availability { inStock maxOrderable } } } } }`;
  const { statements, result } = await t.countQueries(() => t.ask(query, {}, anonymous));
  expect(result.product.variants.nodes).toHaveLength(1);
  expect(statements.length).toBeLessThanOrEqual(8);
});
