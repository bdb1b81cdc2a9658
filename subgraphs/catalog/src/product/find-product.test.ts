import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, customer, supervisor } from '@emporium/testing/principals';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const ERRORS =
  'userErrors { __typename ... on UserError { code message path } ... on VersionConflictError { currentVersion } }';

test('a variant is found by its options in any order, and by no part of them', async () => {
  const options = [
    { name: 'Size', value: 'S' },
    { name: 'Colour', value: 'Red' },
  ];
  const { product } = await t.createProduct({
    variants: [{ sku: 'opt', price: { minor: 1, currency: 'EUR' }, options }],
  });
  const query = `query ($id: ID!, $options: [SelectedOptionInput!]!) { product(id: $id) { variantBySelectedOptions(options: $options) { sku selectedOptions { name value } attributes { name } } } }`;
  const find = async (chosen: object[]) =>
    (await t.ask(query, { id: product.id, options: chosen }, anonymous)).product
      .variantBySelectedOptions;
  expect(await find([...options].reverse())).toEqual({
    sku: 'opt',
    selectedOptions: options,
    attributes: [{ name: 'Size' }, { name: 'Colour' }],
  });
  expect(await find(options.slice(1))).toBeNull();
  const twin = `mutation ($input: ProductVariantCreateInput!) { productVariantCreate(input: $input) { ${ERRORS} } }`;
  const input = {
    productId: product.id,
    sku: 'opt-2',
    price: { minor: 1, currency: 'EUR' },
    options,
  };
  expect((await t.ask(twin, { input })).productVariantCreate.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['options'] },
  ]);
});

test('an inactive product is missing for everybody without read:product: lists, id, SKU, slug, references, variants, categories', async () => {
  const { categoryCreate } = await t.ask(
    `mutation { categoryCreate(input: { name: "Hidden things" }) { category { id } } }`,
  );
  const categoryId = categoryCreate.category.id;
  const { productId, variantId, sku } = await t.stocked(1, {
    sku: 'hidden',
    slug: 'hidden',
    isActive: false,
    categoryIds: [categoryId],
  });
  const everywhere = `query ($id: ID!, $category: ID!, $r: [_Any!]!) {
    byId: product(id: $id) { id } bySku: product(sku: "hidden") { id } bySlug: product(slug: "hidden") { id }
    list: products(first: 5, where: { ids: [$id] }) { totalCount nodes { id } } inactive: products(first: 5, where: { isActive: false }) { nodes { id } }
    either: products(first: 5, where: { OR: [{ isActive: false }, { skus: ["hidden"] }] }) { nodes { id } }
    category(id: $category) { products { totalCount nodes { id } } } _entities(representations: $r) { __typename } }`;
  const r = [
    { __typename: 'Product', id: productId },
    { __typename: 'Product', sku: 'hidden' },
    { __typename: 'ProductVariant', id: variantId },
    { __typename: 'ProductVariant', sku },
  ];
  const variables = { id: productId, category: categoryId, r };
  for (const nobody of [anonymous, customer()]) {
    expect(await t.ask(everywhere, variables, nobody)).toEqual({
      byId: null,
      bySku: null,
      bySlug: null,
      list: { totalCount: 0, nodes: [] },
      inactive: { nodes: [] },
      either: { nodes: [] },
      category: { products: { totalCount: 0, nodes: [] } },
      _entities: [null, null, null, null],
    });
  }
  const staff = await t.ask(everywhere, variables, supervisor);
  expect([
    staff.byId.id,
    staff.bySku.id,
    staff.list.totalCount,
    staff.category.products.totalCount,
  ]).toEqual([productId, productId, 1, 1]);
  expect(staff._entities).not.toContain(null);
});

test('odd look-ups find nothing instead of failing', async () => {
  for (const id of ['', "' OR 1=1--", '%', 'x'.repeat(10_000)]) {
    expect(
      await t.ask(
        'query ($id: ID!) { product(id: $id) { id } category(id: $id) { id } }',
        { id },
        anonymous,
      ),
    ).toEqual({
      product: null,
      category: null,
    });
  }
  const both = await t.execute('{ product(id: "a", sku: "b") { id } }');
  expect(both.errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
});
