import { derivedSku } from '../csv/derived-sku.js';
import type { ExistingProduct, ExistingVariant } from './load-existing.js';
import type { ImportedProduct, ImportedVariant } from './imported-product.js';
import { same } from './differences.js';

/**
 * Rows without a SKU get one from their options, so an option that was renamed in the file would
 * come as another variant beside the old one, and its stock twice. Such a row is the variant of the
 * shop that has these values, else the one at its place in the product when both have as many
 * variants and that one's SKU was derived, too.
 */
export function matchRenamed(
  imported: ImportedProduct,
  existing: ExistingProduct,
): ImportedVariant[] {
  const told = new Set(imported.variants.map((variant) => variant.sku));
  const free = (there: ExistingVariant | undefined) => there && !told.has(there.variant.sku);
  const isSameSize = imported.variants.length === existing.variants.length;
  return imported.variants.map((variant, index) => {
    const { isSkuDerived, sku, options } = variant;
    if (!isSkuDerived || !options || existing.variants.some((there) => there.variant.sku === sku))
      return variant;
    const equal = existing.variants.find(
      (there) => free(there) && same(valuesOf(there.variant.options), valuesOf(options)),
    );
    const placed = isSameSize ? existing.variants[index] : undefined;
    const match = equal ?? (free(placed) && isDerived(imported, placed!) ? placed : undefined);
    if (!match) return variant;
    told.add(match.variant.sku);
    return { ...variant, sku: match.variant.sku };
  });
}

const valuesOf = (options: readonly { value: string }[]) => options.map((option) => option.value);

/** Whether the SKU may have been made of handle and options, be it of other ones than today's. */
function isDerived({ slug }: ImportedProduct, { variant }: ExistingVariant): boolean {
  return variant.sku.startsWith(`${derivedSku(slug, [])}-`);
}
