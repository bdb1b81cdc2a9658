import { derivedSku } from '../csv/derived-sku.js';
import { isKeptOnVariant, isUnderstood, OPTION, OWN } from '../csv/columns.js';
import type { SelectedOption } from '../product/attribute.type.js';
import { nameValues, sku as skuRule, text } from '../product/text-rules.js';
import { NO_OPTION, realOptions } from '../variant/no-option.js';
import { variantRules } from '../variant/variant.rules.js';
import {
  cell,
  CellError,
  optional,
  readAmount,
  readAttributes,
  readPrice,
  readQuantity,
} from './cells.js';
import type { ImportedVariant } from './imported-product.js';
import type { CsvRow, LineProblem } from './read-rows.js';

const TELLS_A_VARIANT = [
  'Variant Price',
  'Variant SKU',
  'Option1 Value',
  'Variant Inventory Qty',
  'Variant Compare At Price',
  'Variant Barcode',
];

/** Whether a row tells a variant; rows without are further images. */
export function isVariantRow({ cells }: CsvRow): boolean {
  return TELLS_A_VARIANT.some((column) => Boolean(cells[column]));
}

/**
 * Reads the variant of a row. Only the first row of a product names the options. What can do
 * without a cell goes on without it and adds a warning. Throws CellError.
 */
export function readVariant(
  row: CsvRow,
  first: CsvRow,
  handle: string,
  currency: string,
  warnings: LineProblem[],
): ImportedVariant {
  const { cells } = row;
  const rules = variantRules(currency).shape;
  const options = readOptions(row, first);
  if (cells['Variant Price'] === '') throw new CellError('Variant Price', 'is missing');
  const hasOptions = Object.keys(cells).some((column) => OPTION.test(column));
  const chosen = hasOptions ? cell('Option values', options, nameValues(10)) : undefined;
  const derived = derivedSku(
    handle,
    options.length > 0 ? options.map((option) => option.value) : [NO_OPTION.value],
  );
  const price =
    cells['Variant Price'] === undefined
      ? undefined
      : cell(
          'Variant Price',
          readPrice('Variant Price', cells['Variant Price'], currency),
          rules.price,
        );
  const former = optional(cells['Variant Compare At Price'], (text) =>
    cell(
      'Variant Compare At Price',
      readPrice('Variant Compare At Price', text, currency),
      rules.price,
    ),
  );
  const isFormer = former == null || price === undefined || former.minor >= price.minor;
  if (!isFormer)
    warnings.push({
      line: row.line,
      message: 'Variant Compare At Price is below the price and was left out',
    });
  return {
    line: row.line,
    sku: cell('Variant SKU', cells['Variant SKU'] || derived, skuRule),
    isSkuDerived: !cells['Variant SKU'],
    name: cells[OWN.variantName]
      ? cell(OWN.variantName, cells[OWN.variantName], text(255))
      : undefined,
    options: chosen,
    attributes:
      optional(cells[OWN.variantAttributes], (json) =>
        readAttributes(OWN.variantAttributes, json, nameValues(50)),
      ) ?? undefined,
    price,
    compareAtPrice: isFormer ? former : null,
    barcode: optional(cells['Variant Barcode'], (barcode) =>
      cell('Variant Barcode', barcode, text(100)),
    ),
    weightGrams: optional(cells['Variant Grams'], (grams) =>
      cell('Variant Grams', readAmount('Variant Grams', grams), rules.weightGrams),
    ),
    quantity:
      optional(cells['Variant Inventory Qty'], (text) => readStock(row.line, text, warnings)) ??
      undefined,
    csv: kept(cells, isKeptOnVariant),
  };
}

/** Other shops sell what they do not have and export less than nothing. */
function readStock(line: number, text: string, warnings: LineProblem[]): number {
  if (!/^-\d{1,7}(\.0+)?$/.test(text)) return readQuantity('Variant Inventory Qty', text);
  warnings.push({ line, message: `Variant Inventory Qty ${text} became 0` });
  return 0;
}

function readOptions(row: CsvRow, first: CsvRow): SelectedOption[] {
  const options = Object.keys(row.cells)
    .filter((column) => OPTION.exec(column)?.[2] === 'Value' && row.cells[column] !== '')
    .map((column) => {
      const named = column.replace('Value', 'Name');
      return {
        name: row.cells[named] || first.cells[named] || column.replace(' Value', ''),
        value: row.cells[column]!,
      };
    });
  return realOptions(options);
}

/** Cells of columns that the shop has no field for. */
export function kept(
  cells: Record<string, string>,
  wanted: (column: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cells).filter(
      ([column, value]) => value !== '' && column !== '' && !isUnderstood(column) && wanted(column),
    ),
  );
}
