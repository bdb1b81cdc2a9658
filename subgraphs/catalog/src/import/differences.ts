import { requestHash } from '@emporium/db/idempotency';
import { mergeAttributes } from '../csv/attribute-columns.js';
import type { Attribute } from '../product/attribute.type.js';
import type { ProductCsv } from '../product/product.entity.js';
import type { ProductChanges } from '../product/product.rules.js';
import { sanitizeRichText } from '../product/rich-text.js';
import { variantName, type VariantChanges } from '../variant/variant.rules.js';
import type { ExistingProduct, ExistingVariant } from './load-existing.js';
import type { ImportedProduct, ImportedVariant } from './imported-product.js';

/** Equal whatever the order of keys: jsonb has its own. */
export const same = (a: unknown, b: unknown): boolean =>
  requestHash(a ?? null) === requestHash(b ?? null);

/** The entries of `told` that are told (not undefined) and differ. */
function differing<T extends object>(told: T, there: Record<string, unknown>): Partial<T> {
  return Object.fromEntries(
    Object.entries(told).filter(
      ([name, value]) => value !== undefined && !same(value, there[name]),
    ),
  ) as Partial<T>;
}

/**
 * Attributes after the import: the complete list of the file, or those of the shop with the file's
 * vendor, type and tags.
 */
export function attributesAfter(
  imported: ImportedProduct,
  there: readonly Attribute[],
): Attribute[] {
  return mergeAttributes(
    imported.attributes ?? there,
    imported.columnAttributes,
    imported.attributeColumns,
  );
}

/** Kept columns after the import: the file decides about the columns it has. */
export function keptColumns(
  header: readonly string[],
  told: Record<string, string>,
  there: Record<string, string> = {},
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(there).filter(([column]) => !header.includes(column))),
    ...told,
  };
}

/** What of the product itself differs from the file; empty when nothing does. */
export function productDifferences(
  imported: ImportedProduct,
  existing: ExistingProduct,
  header: readonly string[],
): ProductChanges & { csv?: ProductCsv } {
  const { product } = existing;
  const { name, slug, isActive, taxCategory } = imported;
  const description =
    typeof imported.description === 'string'
      ? sanitizeRichText(imported.description)
      : imported.description;
  const attributes = attributesAfter(imported, product.attributes);
  return differing(
    {
      name,
      slug,
      isActive,
      description,
      attributes,
      taxCategory,
      csv: productCsv(imported, header, existing),
    },
    { ...product },
  );
}

/** Kept columns and images whose files are missing. */
export function productCsv(
  imported: ImportedProduct,
  header: readonly string[],
  existing?: ExistingProduct,
): ProductCsv {
  const columns = keptColumns(header, imported.csv, existing?.product.csv.columns);
  const missing = imported.images.filter(
    (image) => !image.assetId && !existing?.images.some((there) => there.source === image.src),
  );
  const images = missing.map(({ src, alt, position }) => ({
    src,
    alt: alt ?? '',
    position: position === undefined ? '' : String(position),
  }));
  return {
    ...(Object.keys(columns).length > 0 ? { columns } : {}),
    ...(images.length > 0 ? { images } : {}),
  };
}

/** What of a variant differs from the file. Its SKU never changes, its stock is no part of it. */
export function variantDifferences(
  imported: ImportedVariant,
  { variant }: ExistingVariant,
  header: readonly string[],
): VariantChanges & { csv?: Record<string, string> } {
  const { options, attributes, barcode, weightGrams } = imported;
  // A name that followed from the options keeps following; one that staff gave stays.
  const name =
    imported.name ??
    (options && variant.name === variantName(variant.options) ? variantName(options) : undefined);
  const plain = differing(
    {
      name,
      options,
      attributes,
      barcode,
      weightGrams,
      csv: keptColumns(header, imported.csv, variant.csv),
    },
    { ...variant },
  );
  const { price, compareAtPrice } = imported;
  return {
    ...plain,
    ...(price === undefined || price.minor === variant.price ? {} : { price }),
    ...(compareAtPrice === undefined ||
    (compareAtPrice?.minor ?? null) === (variant.compareAtPrice ?? null)
      ? {}
      : { compareAtPrice }),
  };
}
