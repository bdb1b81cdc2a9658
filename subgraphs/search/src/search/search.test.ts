import { afterAll, beforeAll, expect, test } from 'vitest';
import { ids, type Jackets, startJackets } from './jackets.fixture.js';

let t: Jackets['t'];
let find: Jackets['find'];
beforeAll(async () => {
  ({ t, find } = await startJackets());
});
afterAll(() => t.close());

test('a page of cards comes from the index alone: card, highlights, variant, facets', async () => {
  const { data, errors } = await find(`query: "linnen jacket 2 m", first: 1`);
  expect(errors).toBeUndefined();
  const [hit] = data.search.nodes;
  expect(hit).toMatchObject({
    product: { id: 'prod_2' },
    matchedVariant: { id: 'var_2_M' },
    card: {
      name: 'Linen Jacket 2',
      slug: 'product-2',
      inStock: true,
      indexedVersion: 1,
      price: { min: { minor: 2_020, decimal: '20.20' }, max: { minor: 2_020 } },
    },
  });
  expect(hit.card.thumbnailUrl).toBe(`${t.config.publicUrl}/media/med_1/320-inside.webp`);
  expect(hit.highlights).toEqual([
    { field: 'name', fragments: ['<em>Linen</em> <em>Jacket</em> <em>2</em>'] },
    { field: 'description', fragments: ['Light <em>linen</em> &amp; lace'] },
  ]);
  expect(data.search.didYouMean).toBe('linen jacket 2 m');
});

test('facets have labels, ranges and selected values, also when nothing is left of them', async () => {
  const { data } = await find(
    `query: "", filters: [{ name: "tag", in: ["new", "gone"] }, { name: "price", in: ["10-25"] }]`,
  );
  const facet = (name: string) =>
    data.search.facets.find((one: { name: string }) => one.name === name);
  expect(data.search.totalCount).toBe(5);
  expect(data.search.facets.slice(0, 3).map((one: { name: string }) => one.name)).toEqual([
    'category',
    'price',
    'availability',
  ]);
  expect(data.search.facets[2].values).toContainEqual(
    expect.objectContaining({ value: 'in-stock', label: 'In stock' }),
  );
  expect(facet('category').values).toContainEqual({
    value: 'jackets',
    label: 'Jackets',
    count: 5,
    selected: false,
    from: null,
    to: null,
  });
  expect(
    facet('tag').values.map((value: { value: string; count: number; selected: boolean }) => [
      value.value,
      value.count,
      value.selected,
    ]),
  ).toEqual([
    ['new', 5, true],
    ['summer', 5, false],
    ['gone', 0, true],
  ]);
  expect(facet('price')).toMatchObject({
    kind: 'RANGE',
    values: [{ value: '10-25', from: '10.00', to: '25.00', count: 5, selected: true }],
  });
});

test('pages follow each other by cursor, and a cursor that was tampered with is refused', async () => {
  const seen: string[] = [];
  let after = '';
  for (let more = true; more;) {
    const result = await find(`query: "linen", first: 2, sort: PRICE_DESC${after}`);
    seen.push(...ids(result));
    more = result.data.search.pageInfo.hasNextPage;
    after = `, after: "${result.data.search.pageInfo.endCursor}"`;
  }
  expect(seen).toEqual(['prod_5', 'prod_4', 'prod_3', 'prod_2', 'prod_1']);
  const cursors = [
    'x',
    Buffer.from('["search PRICE_DESC","1 or true","x"]').toString('base64url'),
    Buffer.from('["search PRICE_DESC",1.5,"x"]').toString('base64url'),
  ];
  for (const cursor of cursors)
    expect(
      (await find(`query: "", sort: PRICE_DESC, after: "${cursor}"`)).errors![0]!.extensions![
        'code'
      ],
    ).toBe('BAD_USER_INPUT');
  expect((await find(`query: "", sort: PRICE_ASC${after}`)).errors![0]!.extensions!['code']).toBe(
    'BAD_USER_INPUT',
  );
});

test('arguments that cannot be carried out are BAD_USER_INPUT, odd texts are only texts', async () => {
  for (const args of [
    `query: "", first: 0`,
    `query: "", first: 101`,
    `query: "", filters: [{ name: "size", gte: "1" }]`,
    `query: "", filters: [{ name: "price", gte: "0.001" }]`,
    `query: "", filters: [{ name: "price", in: ["1 or 1"] }]`,
    `query: "", filters: [{ name: "availability", in: ["maybe"] }]`,
    `query: "", filters: [{ name: "a", in: [] }, { name: "a", in: [] }]`,
  ]) {
    expect((await find(args)).errors?.[0]?.extensions!['code'], args).toBe('BAD_USER_INPUT');
  }
  for (const text of [
    '\\',
    '% _',
    `${'x'.repeat(5_000)}`,
    'a '.repeat(500),
    '😀 ‮rtl',
    '((((',
    `'`,
    '?',
    '??',
    '\\?',
  ]) {
    const result = await t.execute(
      `query ($q: String!) { search(query: $q) { totalCount nodes { score } } searchSuggest(prefix: $q) { text } }`,
      { variables: { q: text } },
    );
    expect(result.errors, JSON.stringify(text.slice(0, 10))).toBeUndefined();
  }
});

test('suggestions lead to products, relatives to their likes', async () => {
  const { data } = await t.execute(
    `{ searchSuggest(prefix: "lin jac", limit: 2) { text highlighted product { id } } _entities(representations: [{ __typename: "Product", id: "prod_1" }]) { ... on Product { related(first: 1) { id } } } }`,
  );
  expect(data.searchSuggest).toHaveLength(2);
  expect(data._entities[0].related).toHaveLength(1);
});

test('a search page with cards and facets takes at most four statements', async () => {
  for (const query of ['', 'linen', 'linnen jaket', 'flannel linen']) {
    const { statements } = await t.countQueries(() =>
      find(`query: "${query}", filters: [{ name: "size", in: ["S"] }]`),
    );
    expect(
      statements.filter((sql) => !sql.includes('search.synonyms')).length,
      query,
    ).toBeLessThanOrEqual(4);
  }
});
