import { anonymous } from '@emporium/testing/principals';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const ERRORS = 'userErrors { ... on UserError { code path } }';
const UPDATE = `mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { isActive } ${ERRORS} } }`;
const update = async (input: object) => (await t.ask(UPDATE, { input })).productUpdate;

test('a product without a variant is a draft: it is on sale with one only, and its first sale is told once', async () => {
  const { product } = await t.createProduct({ sku: 'draft' });
  const seen = async () =>
    (await t.ask('query ($id: ID!) { product(id: $id) { id } }', { id: product.id }, anonymous))
      .product;
  expect((await t.eventsOf(product.id)).at(-1)!.data).toMatchObject({ isActive: false });
  expect((await t.createProduct({ isActive: true })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'isActive'] },
  ]);
  const refused = await update({ id: product.id, expectedVersion: 1, isActive: true });
  expect(refused.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'isActive'] },
  ]);
  const add = `mutation ($input: ProductVariantCreateInput!) { productVariantCreate(input: $input) { variant { id } ${ERRORS} } }`;
  const price = { minor: 100, currency: 'EUR' };
  const { productVariantCreate } = await t.ask(add, {
    input: { productId: product.id, sku: 'draft-1', price },
  });
  expect(await seen()).toBeNull();
  expect(
    (await update({ id: product.id, expectedVersion: 2, isActive: true })).product,
  ).toMatchObject({ isActive: true });
  expect(await seen()).toEqual({ id: product.id });
  await update({ id: product.id, expectedVersion: 3, isActive: false });
  await update({ id: product.id, expectedVersion: 4, isActive: true });
  const remove = `mutation ($id: ID!) { productVariantDelete(id: $id) { deletedId ${ERRORS} } }`;
  await t.ask(remove, { id: productVariantCreate.variant.id });
  expect(await seen()).toBeNull();
  const told = (await t.eventsOf(product.id)).map(({ data }) => [
    data.isActive,
    data.isFirstOnSale ?? false,
  ]);
  expect(told).toEqual([
    [false, false],
    [false, false],
    [true, true],
    [false, false],
    [true, false],
    [false, false],
  ]);
});

test.each([
  ['iPhone 15', 'iphone-15'],
  ['Größe XXL', 'groesse-xxl'],
  ['Кроссовки', 'krossovki'],
  ['手机壳', 'shoujike'],
  ['サンダル', 'sandaru'],
  ['★★★', 'sku-of-stars'],
])('the slug of %s is %s', async (name, slug) => {
  const { product } = await t.createProduct({
    name,
    ...(slug === 'sku-of-stars' ? { sku: 'SKU of stars' } : {}),
  });
  expect(product.slug).toBe(slug);
});

test('a former price below the price is refused, at creation and afterwards', async () => {
  const price = { minor: 1000, currency: 'EUR' };
  const compareAtPrice = { minor: 999, currency: 'EUR' };
  const created = await t.createProduct({ variants: [{ sku: 'reduced', price, compareAtPrice }] });
  expect(created.userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'variants', '0', 'compareAtPrice'] },
  ]);
  const { variantId } = await t.stocked(0);
  const change = `mutation ($input: ProductVariantUpdateInput!) { productVariantUpdate(input: $input) { variant { version } ${ERRORS} } }`;
  const set = async (input: object) =>
    (await t.ask(change, { input: { id: variantId, expectedVersion: 1, ...input } }))
      .productVariantUpdate;
  expect((await set({ compareAtPrice })).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'compareAtPrice'] },
  ]);
  expect((await set({ compareAtPrice: price })).variant).toEqual({ version: 2 });
  const dearer = { expectedVersion: 2, price: { minor: 1001, currency: 'EUR' } };
  expect((await set(dearer)).userErrors).toMatchObject([
    { code: 'INVALID_INPUT', path: ['input', 'compareAtPrice'] },
  ]);
  expect((await set({ ...dearer, compareAtPrice: null })).userErrors).toEqual([]);
});
