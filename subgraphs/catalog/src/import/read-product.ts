import { readCategoryPaths } from '../csv/category-paths.js';
import { attributesOfCells } from '../csv/attribute-columns.js';
import { ATTRIBUTE_COLUMNS, isKeptOnVariant, OWN } from '../csv/columns.js';
import {
  longText,
  nameValues,
  position,
  sku,
  slug,
  taxCategory,
  text,
} from '../product/text-rules.js';
import { cell, CellError, optional, readAttributes, readBoolean, readAmount } from './cells.js';
import type { ImportedImage, ImportedProduct, ReadProduct } from './imported-product.js';
import { isVariantRow, kept, readVariant } from './read-variant.js';
import type { CsvRow, LineProblem } from './read-rows.js';

/**
 * What a file needs besides its rows. `assets` = file names of images that were uploaded → asset
 * ids.
 */
export interface ReadSettings {
  currency: string;
  assets: Readonly<Record<string, string>>;
  /** Assets that the file names by id and that this shop has. */
  known: ReadonlySet<string>;
}

/**
 * Reads the rows of one handle. A bad row is a problem and left out; without a good first row
 * nothing of the product can be read.
 */
export function readProduct(rows: readonly CsvRow[], settings: ReadSettings): ReadProduct {
  const problems: LineProblem[] = [];
  const warnings: LineProblem[] = [];
  const attempt = <T>(line: number, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      problems.push({ line, message: error.message });
      return undefined;
    }
  };
  const [first] = rows;
  const head = attempt(first!.line, () => readHead(first!));
  if (!head) {
    for (const row of rows.slice(1))
      problems.push({
        line: row.line,
        message: `belongs to the product of line ${first!.line}, which could not be read`,
      });
    return { problems, warnings };
  }
  const variants = rows
    .filter(isVariantRow)
    .flatMap(
      (row) =>
        attempt(row.line, () => readVariant(row, first!, head.slug, settings.currency, warnings)) ??
        [],
    );
  const images = rows
    .filter((row) => row.cells['Image Src'])
    .flatMap((row) => attempt(row.line, () => readImage(row, settings)) ?? []);
  for (const image of images) {
    if (!image.assetId)
      warnings.push({
        line: image.line,
        message: assetIdOf(image.src)
          ? `the image ${image.src} is not in this shop (an export names images by their id; their files do not travel in it)`
          : `the image ${fileName(image.src)} was not found in the media folder (images are never downloaded)`,
      });
  }
  // A product whose every variant is bad could not be bought: better not to show it at all.
  if (variants.length === 0 && rows.some(isVariantRow)) return { problems, warnings };
  return { product: { ...head, line: first!.line, variants, images }, problems, warnings };
}

function readHead({ cells }: CsvRow): Omit<ImportedProduct, 'line' | 'variants' | 'images'> {
  const handle = cell('Handle', cells['Handle'], slug);
  // A file without the column changes other things of products that the shop has.
  if (cells['Title'] === '')
    throw new CellError('Title', 'is missing on the first row of the product');
  const published = optional(cells['Published'], (value) => readBoolean('Published', value));
  const status = cells['Status']?.toLowerCase();
  return {
    sku: cell(OWN.sku, cells[OWN.sku] || handle, sku),
    slug: handle,
    name: cells['Title'] === undefined ? undefined : cell('Title', cells['Title'], text(255)),
    description: optional(cells['Body (HTML)'], (html) =>
      cell('Body (HTML)', html, longText(50_000)),
    ),
    isActive: status && status !== 'active' ? false : (published ?? undefined),
    taxCategory: optional(cells[OWN.taxCategory], (value) =>
      cell(OWN.taxCategory, value, taxCategory),
    ),
    columnAttributes: cell(
      'Vendor, Type or Tags',
      attributesOfCells({ vendor: cells['Vendor'], type: cells['Type'], tags: cells['Tags'] }),
      nameValues(100),
    ),
    attributeColumns: new Set(
      [
        ['Vendor', ATTRIBUTE_COLUMNS.vendor],
        ['Type', ATTRIBUTE_COLUMNS.type],
        ['Tags', ATTRIBUTE_COLUMNS.tag],
      ].flatMap(([column, name]) => (cells[column!] === undefined ? [] : [name!])),
    ),
    attributes:
      optional(cells[OWN.attributes], (json) =>
        readAttributes(OWN.attributes, json, nameValues(100)),
      ) ?? undefined,
    categories: optional(cells[OWN.categories], readPaths) ?? undefined,
    csv: kept(cells, (column) => !isKeptOnVariant(column)),
  };
}

function readPaths(value: string): ReturnType<typeof readCategoryPaths> {
  try {
    return readCategoryPaths(value);
  } catch {
    throw new CellError(OWN.categories, 'has a category without a name');
  }
}

/** The id in `asset:med_…`, how an export names images that have no address. */
export function assetIdOf(src: string): string | undefined {
  return /^asset:(\S{1,100})$/.exec(src)?.[1];
}

function readImage({ line, cells }: CsvRow, { assets, known }: ReadSettings): ImportedImage {
  const src = cell('Image Src', cells['Image Src'], text(2_000));
  const own = assetIdOf(src);
  return {
    line,
    src,
    alt: cells['Image Alt Text']
      ? cell('Image Alt Text', cells['Image Alt Text'], text(500))
      : null,
    position:
      optional(cells['Image Position'], (value) =>
        cell('Image Position', readAmount('Image Position', value), position),
      ) ?? undefined,
    isPrimary: cells[OWN.primaryImage]?.toLowerCase() === 'true',
    assetId: own
      ? known.has(own)
        ? own
        : undefined
      : Object.hasOwn(assets, fileName(src))
        ? assets[fileName(src)]
        : undefined,
  };
}

/** `photo.jpg` of `https://cdn.example/a/photo.jpg?v=1`. */
export function fileName(src: string): string {
  const last = src.split(/[?#]/)[0]!.split('/').at(-1)!;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
