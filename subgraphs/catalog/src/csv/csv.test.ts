import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attributesOfCells, cellsOfAttributes, mergeAttributes } from './attribute-columns.js';
import { readCategoryPaths, writeCategoryPaths } from './category-paths.js';
import { derivedSku } from './derived-sku.js';

const name = fc
  .string({ minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/\s$/.test(text));
const stepOf = fc.record(
  {
    name,
    slug: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    position: fc.nat({ max: 99 }),
    imageAssetId: fc.constant('med_1'),
  },
  { requiredKeys: ['name', 'slug'] },
);

test('category paths survive writing and reading, whatever their names contain', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(stepOf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      (paths) => {
        expect(readCategoryPaths(writeCategoryPaths(paths))).toEqual(paths);
      },
    ),
  );
});

test('names alone are enough for a path, and a path without a name is refused', () => {
  expect(readCategoryPaths('Men > Shirts | Sale')).toEqual([
    [{ name: 'Men' }, { name: 'Shirts' }],
    [{ name: 'Sale' }],
  ]);
  expect(() => readCategoryPaths('Men > ')).toThrow('no name');
});

test('vendor, type and tags become attributes and come back', () => {
  const attributes = attributesOfCells({ vendor: 'Acme', type: ' Shirt ', tags: 'men, new,men,' });
  expect(attributes).toEqual([
    { name: 'Vendor', value: 'Acme' },
    { name: 'Type', value: 'Shirt' },
    { name: 'Tag', value: 'men' },
    { name: 'Tag', value: 'new' },
  ]);
  expect(cellsOfAttributes(attributes)).toEqual({
    vendor: 'Acme',
    type: 'Shirt',
    tags: 'men, new',
  });
});

test('attributes keep their order when the columns change them', () => {
  const list = [
    { name: 'Material', value: 'Wool' },
    { name: 'Tag', value: 'old' },
    { name: 'Vendor', value: 'A' },
  ];
  expect(mergeAttributes(list, attributesOfCells({ vendor: 'B', tags: 'new, more' }))).toEqual([
    { name: 'Material', value: 'Wool' },
    { name: 'Tag', value: 'new' },
    { name: 'Vendor', value: 'B' },
    { name: 'Tag', value: 'more' },
  ]);
});

test('an empty SKU is made of handle and options', () => {
  expect(derivedSku('blue-shirt', ['Extra Large', 'Café'])).toBe('blue-shirt-extra-large-cafe');
});
