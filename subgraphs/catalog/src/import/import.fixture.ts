import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCatalog } from '../catalog.fixture.js';

/** A small file in the format of Shopify's product export. */
export const APPAREL = readFileSync(join(import.meta.dirname, 'apparel.fixture.csv'), 'utf8');

const GRAPH = `{ products(first: 100, sort: { field: NAME }) { totalCount nodes { sku slug name description isActive taxCategory attributes { name value } priceRange { min { minor } max { minor } }
  categories { name slug position ancestors { name slug position } } images { alt position isPrimary asset { id } }
  variants(first: 50) { nodes { sku name selectedOptions { name value } attributes { name value } price { minor currency } compareAtPrice { minor } barcode weightGrams availability { maxOrderable } } } } } }`;

/** Everything of the products that an export must keep. */
export const graphOf = (shop: TestCatalog) => shop.ask(GRAPH);

/** The text of an export. */
export const exportOf = async (shop: TestCatalog) =>
  (await shop.command('export')).at(-1)!['csv'] as string;

/** Imports a text; problems without the line in front of their message. */
export async function importInto(shop: TestCatalog, csv: string, more: object = {}) {
  const lines = await shop.command('import', { csv, ...more });
  const only = (type: string) =>
    lines
      .filter((line) => line['type'] === type)
      .map(({ line, message }) => ({
        line,
        message: String(message).replace(`line ${line}: `, ''),
      }));
  return {
    result: lines.at(-1)!,
    errors: only('error'),
    warnings: only('warning'),
    progress: lines.filter((line) => line['type'] === 'progress'),
  };
}
