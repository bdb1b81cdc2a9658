import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const ERRORS =
  'userErrors { __typename ... on UserError { code message path } ... on VersionConflictError { currentVersion } }';
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { id name slug description version isActive } ${ERRORS} } }`;
const update = async (input: object) => (await t.ask(UPDATE, { input })).productUpdate;

test('a product is created with its variants and first stock, and published whole, once', async () => {
  const variants = [
    {
      sku: 'tee-s',
      price: { minor: 1999, currency: 'EUR' },
      compareAtPrice: { minor: 2500, currency: 'EUR' },
      options: [{ name: 'Size', value: 'S' }],
      initialStock: 3,
    },
    {
      sku: 'tee-m',
      price: { minor: 2199, currency: 'EUR' },
      options: [{ name: 'Size', value: 'M' }],
      weightGrams: 200,
      barcode: '4006381333931',
    },
  ];
  const { product, userErrors } = await t.createProduct({
    sku: 'tee',
    name: 'Tee',
    attributes: [{ name: 'Fit', value: 'Slim' }],
    variants,
  });
  expect(userErrors).toEqual([]);
  expect(product).toMatchObject({ sku: 'tee', slug: 'tee', version: 1 });
  const events = await t.eventsOf(product.id);
  expect(events.map((event) => [event.type, event.aggregateversion])).toEqual([
    ['PRODUCT_CREATED', 1],
  ]);
  expect(events[0]!.data).toMatchObject({
    sku: 'tee',
    isActive: true,
    attributes: [{ name: 'Fit', value: 'Slim' }],
    version: 1,
  });
  expect(events[0]!.data.variants).toMatchObject([
    {
      sku: 'tee-s',
      name: 'S',
      available: 3,
      stockVersion: 1,
      price: { minor: 1999 },
      compareAtPrice: { minor: 2500 },
    },
    {
      sku: 'tee-m',
      name: 'M',
      available: 0,
      stockVersion: 0,
      weightGrams: 200,
      barcode: '4006381333931',
    },
  ]);
});

test('the same idempotency key makes one product, and is refused for another input', async () => {
  const input = { sku: 'once', name: 'Once' };
  const [first, second] = await Promise.all([
    t.createProduct(input, 'key-once'),
    t.createProduct(input, 'key-once'),
  ]);
  expect(first.product.id).toBe(second.product.id);
  const other = await t.createProduct({ sku: 'once', name: 'Twice' }, 'key-once');
  expect(other.userErrors).toMatchObject([
    { code: 'IDEMPOTENCY_KEY_REUSED', path: ['idempotencyKey'] },
  ]);
});

test('a taken SKU or slug is told, also when two requests want it at once', async () => {
  const answers = await Promise.all(
    ['a', 'b'].map((slug) => t.createProduct({ sku: 'wanted', name: 'Wanted', slug })),
  );
  expect(answers.flatMap((answer) => answer.userErrors)).toMatchObject([
    { __typename: 'SkuTakenError', code: 'SKU_TAKEN' },
  ]);
  const slug = await t.createProduct({ slug: 'tee' });
  expect(slug.userErrors).toMatchObject([{ code: 'SLUG_TAKEN' }]);
  const derived = await t.createProduct({ name: 'Tee' });
  expect(derived.product.slug).toMatch(/^tee-[0-9a-f]{8}$/);
});

test('an update at a stale version changes and publishes nothing', async () => {
  const { product } = await t.createProduct();
  expect((await update({ id: product.id, expectedVersion: 1, name: 'New' })).product).toMatchObject(
    { name: 'New', version: 2 },
  );
  const stale = await update({ id: product.id, expectedVersion: 1, name: 'Old' });
  expect(stale).toMatchObject({
    product: null,
    userErrors: [{ code: 'VERSION_CONFLICT', currentVersion: 2, path: ['expectedVersion'] }],
  });
  expect((await t.eventsOf(product.id)).map((event) => [event.type, event.data.name])).toEqual([
    ['PRODUCT_CREATED', product.sku.replace('p-', 'Product p-')],
    ['PRODUCT_UPDATED', 'New'],
  ]);
  expect((await update({ id: 'prod_none', expectedVersion: 1 })).userErrors).toMatchObject([
    { code: 'NOT_FOUND', path: ['input', 'id'] },
  ]);
});

test('variants are changed under their own version, each change publishing the product once', async () => {
  const { productId, variantId } = await t.stocked(2);
  const change = `mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { variant { version price { decimal } compareAtPrice { minor } product { version priceRange { min { minor } } } } ${ERRORS} } }`;
  const input = {
    id: variantId,
    expectedVersion: 1,
    price: { minor: 500, currency: 'EUR' },
    compareAtPrice: { minor: 900, currency: 'EUR' },
  };
  const { productVariantUpdate: changed } = await t.ask(change, { input });
  expect(changed.variant).toEqual({
    version: 2,
    price: { decimal: '5.00' },
    compareAtPrice: { minor: 900 },
    product: { version: 2, priceRange: { min: { minor: 500 } } },
  });
  expect((await t.ask(change, { input })).productVariantUpdate.userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT', currentVersion: 2 },
  ]);
  const dollars = { id: variantId, expectedVersion: 2, price: { minor: 500, currency: 'USD' } };
  expect((await t.ask(change, { input: dollars })).productVariantUpdate.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'price', 'currency'] },
  ]);
  const remove = `mutation ($id: ID!) { productVariantDelete(id: $id) { deletedId ${ERRORS} } }`;
  expect((await t.ask(remove, { id: variantId })).productVariantDelete.deletedId).toBe(variantId);
  expect((await t.ask(remove, { id: variantId })).productVariantDelete.userErrors).toMatchObject([
    { code: 'NOT_FOUND' },
  ]);
  expect((await t.adjust(variantId, 1)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  const events = await t.eventsOf(productId);
  expect(events.map((event) => event.aggregateversion)).toEqual([1, 2, 3]);
  expect(events.at(-1)!.data.variants).toEqual([]);
});

test('a deleted product is gone everywhere, tells itself once more, and frees its names', async () => {
  const { productId, variantId, sku } = await t.stocked(4, { sku: 'short-lived' });
  const remove = `mutation ($id: ID!, $v: Int) { productDelete(id: $id, expectedVersion: $v) { deletedId ${ERRORS} } }`;
  expect((await t.ask(remove, { id: productId, v: 9 })).productDelete.userErrors).toMatchObject([
    { code: 'VERSION_CONFLICT' },
  ]);
  expect((await t.ask(remove, { id: productId, v: 1 })).productDelete.deletedId).toBe(productId);
  const events = await t.eventsOf(productId);
  expect(events.at(-1)).toMatchObject({
    type: 'PRODUCT_DELETED',
    aggregateversion: 2,
    data: { variants: [{ id: variantId, available: 4 }] },
  });
  const refs = [
    { __typename: 'Product', id: productId },
    { __typename: 'ProductVariant', sku },
    { __typename: 'ProductVariant', id: variantId },
  ];
  const { _entities } = await t.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }`,
    { r: refs },
  );
  expect(_entities).toEqual([null, null, null]);
  expect((await t.createProduct({ sku: 'short-lived' })).userErrors).toEqual([]);
});

test.each([
  [{ sku: '' }, ['input', 'sku']],
  [{ sku: 'x\u0001y' }, ['input', 'sku']],
  [{ name: 'a\nb' }, ['input', 'name']],
  [{ name: 'x'.repeat(256) }, ['input', 'name']],
  [{ slug: 'No Slug' }, ['input', 'slug']],
  [{ slug: '../etc' }, ['input', 'slug']],
  [{ attributes: [{ name: '', value: 'x' }] }, ['input', 'attributes', '0', 'name']],
  [
    { variants: [{ sku: 'neg', price: { minor: -1, currency: 'EUR' } }] },
    ['input', 'variants', '0', 'price', 'minor'],
  ],
  [
    { variants: [{ sku: 'big', price: { minor: 9007199254740991, currency: 'EUR' } }] },
    ['input', 'variants', '0', 'price', 'minor'],
  ],
  [
    { variants: [{ sku: 'stk', price: { minor: 1, currency: 'EUR' }, initialStock: -1 }] },
    ['input', 'variants', '0', 'initialStock'],
  ],
])(
  'a product that makes no sense is refused with the path of the value: %j',
  async (input, path) => {
    const answer = await t.createProduct(input);
    expect(answer.product).toBeNull();
    expect(answer.userErrors[0]).toMatchObject({ code: 'INVALID_INPUT', path });
  },
);

test('an unknown category is named, and nothing is created', async () => {
  const answer = await t.createProduct({ sku: 'no-category', categoryIds: ['cat_none'] });
  expect(answer.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['categoryIds', '0'] }]);
  expect((await t.ask('{ product(sku: "no-category") { id } }')).product).toBeNull();
});
