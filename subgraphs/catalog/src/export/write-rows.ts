import { decimalOf } from '@emporium/money/decimal';
import { attributesOfCells, cellsOfAttributes } from '../csv/attribute-columns.js';
import { writeCategoryPaths } from '../csv/category-paths.js';
import { OWN } from '../csv/columns.js';
import { derivedSku } from '../csv/derived-sku.js';
import { NO_OPTION } from '../variant/no-option.js';
import { variantName } from '../variant/variant.rules.js';
import type { ExportedProduct } from './read-products.js';

type Cells = Record<string, string>;
type ImageCells = { src: string; alt: string; position: string; primary: string };

/**
 * The rows of one product: the first one tells the product, each variant and each image has a row,
 * sharing them where possible.
 */
export function writeRows(exported: ExportedProduct): Cells[] {
  const images = imagesOf(exported);
  const optionNames = optionsOf(exported.variants[0]).map((option) => option.name);
  const count = Math.max(1, exported.variants.length, images.length);
  return Array.from({ length: count }, (_, index) => ({
    Handle: exported.product.slug,
    ...(index === 0 ? productCells(exported) : {}),
    ...variantCells(exported, index, optionNames),
    ...imageCells(images[index]),
  }));
}

function productCells({ product, categories }: ExportedProduct): Cells {
  const { vendor, type, tags } = cellsOfAttributes(product.attributes);
  const columns = product.csv.columns ?? {};
  const inOrder = attributesOfCells({ vendor, type, tags });
  const simple =
    inOrder.length === product.attributes.length &&
    inOrder.every(
      (a, i) => a.name === product.attributes[i]!.name && a.value === product.attributes[i]!.value,
    );
  return {
    ...columns,
    // Shopify's newer files have a status beside it; the two must not contradict each other.
    ...('Status' in columns
      ? {
          Status: product.isActive
            ? 'active'
            : columns['Status'] === 'active'
              ? 'draft'
              : columns['Status']!,
        }
      : {}),
    Title: product.name,
    'Body (HTML)': product.description ?? '',
    Vendor: vendor,
    Type: type,
    Tags: tags,
    Published: String(product.isActive),
    [OWN.sku]: product.sku === product.slug ? '' : product.sku,
    [OWN.categories]: writeCategoryPaths(categories),
    [OWN.taxCategory]: product.taxCategory ?? '',
    [OWN.attributes]: simple
      ? ''
      : JSON.stringify(product.attributes.map(({ name, value }) => ({ name, value }))),
  };
}

type Variant = ExportedProduct['variants'][number];

const optionsOf = (entry: Variant | undefined) =>
  entry && entry.variant.options.length > 0 ? entry.variant.options : [NO_OPTION];

function variantCells(
  { product, variants }: ExportedProduct,
  index: number,
  firstNames: readonly string[],
): Cells {
  const entry = variants[index];
  if (!entry) return {};
  const { variant, available } = entry;
  const options = optionsOf(entry);
  // Only the first row names the options, unless a variant has others.
  const named = index === 0 || options.some((option, at) => option.name !== firstNames[at]);
  const amount = (minor: number | null | undefined) =>
    minor == null ? '' : decimalOf({ minor, currency: variant.currency });
  const sku = derivedSku(
    product.slug,
    options.map((option) => option.value),
  );
  return {
    ...variant.csv,
    ...Object.fromEntries(
      options.flatMap((option, at) => [
        [`Option${at + 1} Name`, named ? option.name : ''],
        [`Option${at + 1} Value`, option.value],
      ]),
    ),
    'Variant SKU': variant.sku === sku ? '' : variant.sku,
    'Variant Grams': variant.weightGrams == null ? '' : String(variant.weightGrams),
    'Variant Inventory Qty': String(available),
    'Variant Price': amount(variant.price),
    'Variant Compare At Price': amount(variant.compareAtPrice),
    'Variant Barcode': variant.barcode ?? '',
    [OWN.variantName]: variant.name === variantName(variant.options) ? '' : variant.name,
    [OWN.variantAttributes]:
      variant.attributes.length > 0
        ? JSON.stringify(variant.attributes.map(({ name, value }) => ({ name, value })))
        : '',
  };
}

/**
 * Images of the shop, then those whose files never came; an image of the shop without a source is
 * named by its asset.
 */
function imagesOf({ product, images }: ExportedProduct): ImageCells[] {
  const here = images.map((image, index) => ({
    src: image.source ?? `asset:${image.assetId}`,
    alt: image.alt ?? '',
    position: String(index + 1),
    primary: image.isPrimary && index > 0 ? 'true' : '',
  }));
  return [...here, ...(product.csv.images ?? []).map((image) => ({ ...image, primary: '' }))];
}

function imageCells(image: ImageCells | undefined): Cells {
  if (!image) return {};
  return {
    'Image Src': image.src,
    'Image Alt Text': image.alt,
    'Image Position': image.position,
    [OWN.primaryImage]: image.primary,
  };
}
