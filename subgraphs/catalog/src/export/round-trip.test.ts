import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { APPAREL, exportOf, graphOf, importInto } from '../import/import.fixture.js';
import { readRows } from '../import/read-rows.js';

let t: TestCatalog;
let empty: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
  empty = await startCatalog();
  await importInto(t, APPAREL, { assets: { 'blue.jpg': 'med_blue' } });
});
afterAll(async () => {
  await t.close();
  await empty.close();
});

const run = (csv: string, more: object = {}, shop = t) => importInto(shop, csv, more);
const exported = (shop = t) => exportOf(shop);
const graph = (shop = t) => graphOf(shop);

test('an export, imported into an empty shop, gives the same graph, and exporting that gives the same file', async () => {
  const category = async (input: object) =>
    (
      await t.ask(
        'mutation ($input: CategoryCreateInput!) { categoryCreate(input: $input) { category { id } } }',
        { input },
      )
    ).categoryCreate.category.id;
  const men = await category({ name: 'Men > "all" | [1]', slug: 'men' });
  const shirts = await category({
    name: 'Shirts',
    parentId: men,
    position: 3,
    imageAssetId: 'med_cat',
  });
  const options = [
    { name: 'Size', value: 'S, "small"' },
    { name: 'Colour', value: 'Red' },
    { name: 'Cut', value: 'Slim' },
    { name: 'Cuff', value: 'French' },
  ];
  const variants = [
    {
      sku: 'odd-1',
      name: 'Own name',
      price: { minor: 1234, currency: 'EUR' },
      options,
      attributes: [{ name: 'Fit', value: 'x' }],
      barcode: "'012",
      initialStock: 7,
      weightGrams: 12,
    },
    {
      sku: 'odd-2',
      price: { minor: 1, currency: 'EUR' },
      compareAtPrice: { minor: 2, currency: 'EUR' },
    },
  ];
  const attributes = [
    { name: 'Material', value: 'Wool' },
    { name: 'Tag', value: 'warm' },
    { name: 'Vendor', value: 'Acme' },
  ];
  const { product } = await t.createProduct({
    sku: 'odd',
    slug: 'odd-slug',
    name: 'Odd, "one"',
    description: '<p>line\nbreak</p>',
    attributes,
    variants,
    categoryIds: [shirts, men],
    taxCategory: 'reduced',
  });
  for (const asset of ['med_1', 'med_2']) {
    await t.ask(
      'mutation ($id: ID!, $a: ID!) { productImageAdd(productId: $id, assetId: $a, alt: "alt", isPrimary: true) { userErrors { __typename } } }',
      { id: product.id, a: asset },
    );
  }
  const noOption = [
    {
      sku: 'plain-1',
      price: { minor: 5, currency: 'EUR' },
      options: [{ name: 'Title', value: 'Default Title' }],
    },
  ];
  await t.createProduct({ sku: 'plain', name: 'Plain', variants: noOption });
  const file = await exported();
  const { result, errors } = await run(file, { assets: { 'blue.jpg': 'med_blue' } }, empty);
  expect([errors, result['failed'], result['created']]).toEqual([
    [],
    0,
    (await graph()).products.totalCount,
  ]);
  expect(await graph(empty)).toEqual(await graph());
  expect(await exported(empty)).toBe(file);
  expect((await run(file)).result).toMatchObject({ created: 0, updated: 0, failed: 0 });
});

test('columns that the shop does not use, empty SKUs and missing images come back in the export', async () => {
  const { header, rows } = await readRows(await exported());
  expect(header).toEqual(
    expect.arrayContaining(['SEO Title', 'Variant Inventory Policy', 'Warehouse shelf']),
  );
  const cells = (handle: string) => rows.find((row) => row.cells['Handle'] === handle)!.cells;
  expect(cells('varsity-top')).toMatchObject({
    'Variant SKU': '',
    'SEO Title': 'Top!',
    'Variant Inventory Policy': 'deny',
    'Warehouse shelf': 'A7',
    'Image Src': 'https://cdn.example/top.jpg',
    Published: 'true',
  });
  expect(cells('hidden-hat')['Published']).toBe('false');
});

test('stock, ledger and outbox are in order after all that', async () => {
  expect(await t.verify()).toEqual([]);
});
