import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous } from '@emporium/testing/principals';
import { APPAREL, graphOf, importInto } from './import.fixture.js';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const run = (csv: string, more: object = {}) => importInto(t, csv, more);
const graph = () => graphOf(t);
const stockOf = async (sku: string) =>
  (
    await t.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ProductVariant { id stock { onHand } } } }',
      {
        r: [{ __typename: 'ProductVariant', sku }],
      },
    )
  )._entities[0];

test('the products of a Shopify export go in with their variants, prices, stock, tags and one event each', async () => {
  const { result, errors, warnings, progress } = await run(APPAREL);
  expect(result).toMatchObject({
    products: 3,
    rows: 5,
    created: 3,
    updated: 0,
    unchanged: 0,
    failed: 0,
  });
  expect(errors).toEqual([]);
  expect(
    (await t.command('import', { csv: 'Handle,Title,Variant Price\nx,,1\n' })).map(
      (line) => line['message'] ?? line['text'],
    ),
  ).toEqual([
    'line 2: Title is missing on the first row of the product',
    undefined,
    '0 products created, 0 updated, 0 unchanged; 1 of 1 rows failed.',
  ]);
  expect(warnings[0]).toMatchObject({ line: 2, message: expect.stringContaining('blue.jpg') });
  expect(progress.at(-1)).toEqual({ type: 'progress', done: 3, total: 3 });
  const { product } = await t.ask(
    '{ product(sku: "varsity-top") { slug name attributes { name value } variants { nodes { sku name price { decimal } weightGrams selectedOptions { name value } } } } }',
    {},
    anonymous,
  );
  expect(product).toMatchObject({
    slug: 'varsity-top',
    name: 'Varsity Top',
    attributes: [
      { name: 'Vendor', value: 'demo' },
      { name: 'Type', value: 'Top' },
      { name: 'Tag', value: 'women' },
      { name: 'Tag', value: 'sport' },
    ],
  });
  expect(
    product.variants.nodes.map((v: { sku: string; name: string; price: { decimal: string } }) => [
      v.sku,
      v.name,
      v.price.decimal,
    ]),
  ).toEqual([
    ['varsity-top-small', 'Small', '60.00'],
    ['VT-M', 'Medium', '60.50'],
    ['varsity-top-large', 'Large', '60.00'],
  ]);
  expect(product.variants.nodes[2].selectedOptions).toEqual([{ name: 'Size', value: 'Large' }]);
  expect((await t.ask('{ product(sku: "hidden-hat") { isActive } }')).product.isActive).toBe(false);
  expect((await t.published()).filter((event) => event.type === 'PRODUCT_CREATED')).toHaveLength(3);
});

test('the same file again changes nothing and publishes nothing', async () => {
  const before = (await t.published()).length;
  expect((await run(APPAREL)).result).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 3,
    failed: 0,
  });
  expect(await t.published()).toHaveLength(before);
});

test('a changed file changes only what differs, and publishes that product once', async () => {
  const before = (await t.published()).length;
  const { result } = await run(
    APPAREL.replace('Varsity Top', 'Varsity Sweater').replace('60.50', '65'),
  );
  expect(result).toMatchObject({ updated: 1, unchanged: 2 });
  const news = (await t.published()).slice(before);
  expect(news.map((event) => event.type)).toEqual(['PRODUCT_UPDATED']);
  await run(APPAREL);
});

test('stock follows the file only until something in the shop has moved it', async () => {
  const quantity = (n: number) => APPAREL.replace(',0,,1,deny', `,0,,${n},deny`);
  expect((await run(quantity(4))).result).toMatchObject({ updated: 1 });
  const { id, stock } = await stockOf('blue-shirt-default-title');
  expect(stock.onHand).toBe(4);
  await t.adjust(id, 5);
  expect((await run(quantity(20))).result).toMatchObject({ updated: 0, unchanged: 3 });
  expect((await stockOf('blue-shirt-default-title')).stock.onHand).toBe(9);
});

test('bad rows are told by line and reason, the good rows go in', async () => {
  const csv = [
    'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Body (HTML),Variant Compare At Price',
    'good,Good,Size,S,,10,1,"two\nlines",',
    'good,,,M,,ten,1,,',
    'good,,,L,,12,1x,,',
    'good,,,S,,12,1,,',
    ',No handle,,,,10,1,,',
    'no-title,,,,,10,1,,',
    'no-title,,,M,,10,1,,',
    'Bad Handle,X,,,,10,1,,',
    'all-bad,All bad,Size,S,,1.999,1,,',
    'taken,Taken,,,blue-shirt-default-title,10,1,,',
    'long,Long,,,,10,1,,,,,too,many',
    'fine,Fine,,,,0.10,1,,1e400',
    'last,Last,,,,0.10,1,,',
  ].join('\n');
  const { result, errors } = await run(csv);
  expect(errors.map(({ line, message }) => [line, String(message).replace(/:.*/, '')])).toEqual([
    [13, 'has 13 cells, the header has 9'],
    [7, 'Handle is missing'],
    [4, 'Variant Price "ten" is no price in EUR'],
    [5, 'Variant Inventory Qty "1x" is not a whole number from 0 to 1000000'],
    [6, 'Variant SKU good-s is also on line 2'],
    [8, 'Title is missing on the first row of the product'],
    [9, 'belongs to the product of line 8, which could not be read'],
    [10, 'Handle must consist of letters, digits, - and _ and start with a letter or digit'],
    [11, 'Variant Price "1.999" is no price in EUR'],
    [12, 'Variant SKU blue-shirt-default-title belongs to another product of the shop'],
    [14, 'Variant Compare At Price "1e400" is no price in EUR'],
  ]);
  expect(result).toMatchObject({ created: 2, failed: 11 });
  const { good, taken } = await t.ask(
    '{ good: product(sku: "good") { description variants { nodes { sku } } } taken: product(sku: "taken") { id } }',
  );
  expect(good).toEqual({ description: 'two\nlines', variants: { nodes: [{ sku: 'good-s' }] } });
  expect(taken).toBeNull();
});

test('a stray quote is text, one that is never closed is told, and a file of another kind is refused', async () => {
  const { result, errors } = await run(
    'Handle,Title,Variant Price\nq1,"Q" 1,10\n\n,,\nq2,"Q\n2",10\nq3,Q3,1\nq4,"never closed,10\nq5,Q 5,10\n',
  );
  expect(errors).toEqual([
    {
      line: 8,
      message: 'has a quote that is never closed, or is too long: nothing from here on was read',
    },
    { line: 5, message: 'Title must not contain control characters' },
  ]);
  expect(result).toMatchObject({ created: 2, failed: 2 });
  expect((await t.ask('{ product(sku: "q1") { name } }')).product.name).toBe('"Q" 1');
  expect((await run('a,b\n1,2\n')).errors).toMatchObject([{ line: 1 }]);
  expect((await run('')).errors).toMatchObject([{ line: 1 }]);
});

test('a dry run tells the same and changes nothing', async () => {
  const before = [(await t.published()).length, await graph()];
  const csv =
    'Handle,Title,Variant Price,Emporium Categories\ndry,Dry,10,New > Deep\nblue-shirt,Renamed,50,\ndry2,,1,\n';
  const { result, errors } = await run(csv, { dryRun: true });
  expect(result).toMatchObject({ dryRun: true, created: 1, updated: 1, failed: 1 });
  expect(errors).toHaveLength(1);
  expect([(await t.published()).length, await graph()]).toEqual(before);
});

test('images whose files were uploaded are added once; the others wait for the next import', async () => {
  const assets = { 'blue.jpg': 'med_blue' };
  expect((await run(APPAREL, { assets })).result).toMatchObject({ updated: 1 });
  const images = async () =>
    (await t.ask('{ product(sku: "blue-shirt") { images { alt isPrimary asset { id } } } }'))
      .product.images;
  expect(await images()).toEqual([
    { alt: 'A blue shirt', isPrimary: true, asset: { id: 'med_blue' } },
  ]);
  expect((await run(APPAREL, { assets })).result).toMatchObject({ updated: 0 });
  expect((await run(APPAREL)).result).toMatchObject({ updated: 0 });
  expect(await images()).toHaveLength(1);
});

test('an image of another shop is left out with a warning', async () => {
  const csv =
    'Handle,Title,Variant Price,Image Src\nfar,Far,10,asset:med_gone\nnear,Near,10,asset:med_here\n';
  const { result, warnings } = await run(csv);
  expect(result).toMatchObject({ created: 2, failed: 0 });
  expect(warnings).toMatchObject([
    { line: 2, message: expect.stringContaining('asset:med_gone is not in this shop') },
  ]);
  const images = async (sku: string) =>
    (
      await t.ask('query ($sku: String!) { product(sku: $sku) { images { asset { id } } } }', {
        sku,
      })
    ).product.images;
  expect([await images('far'), await images('near')]).toEqual([
    [],
    [{ asset: { id: 'med_here' } }],
  ]);
});

test('stock, ledger and outbox are in order after all that', async () => {
  expect(await t.verify()).toEqual([]);
});
