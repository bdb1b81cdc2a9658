import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { ExistingProduct } from './load-existing.js';
import type { ImportedProduct, ImportedVariant } from './imported-product.js';
import { same } from './differences.js';
import type { LineProblem } from './read-rows.js';

/**
 * Splits the variants of a product into those that fit and problems: a SKU or options that another
 * variant has, in the file or in the shop. Looked at before writing, so that one bad row does not
 * undo its product.
 */
export async function checkVariants(
  ctx: Ctx,
  imported: ImportedProduct,
  existing: ExistingProduct | undefined,
): Promise<{ variants: ImportedVariant[]; problems: LineProblem[] }> {
  const problems: LineProblem[] = [];
  const elsewhere = await skusElsewhere(ctx, imported, existing);
  const variants: ImportedVariant[] = [];
  for (const variant of imported.variants) {
    const { line, sku } = variant;
    const options = variant.options ?? [];
    const isNew = !existing?.variants.some((other) => other.variant.sku === sku);
    const twin = variants.find((other) => other.sku === sku);
    const optionsTwin =
      options.length > 0 && variants.find((other) => same(other.options, options));
    const inShop =
      options.length > 0 &&
      existing?.variants.find(
        (other) => other.variant.sku !== sku && same(other.variant.options, options),
      );
    // A variant of the shop that the file gives other options makes room for this one.
    const stays =
      inShop &&
      !imported.variants.some(
        (other) => other.sku === inShop.variant.sku && !same(other.options, options),
      );
    if (isNew && !variant.price)
      problems.push({
        line,
        message: 'Variant Price is missing, and the shop has no such variant',
      });
    else if (twin)
      problems.push({ line, message: `Variant SKU ${sku} is also on line ${twin.line}` });
    else if (elsewhere.has(sku))
      problems.push({ line, message: `Variant SKU ${sku} belongs to another product of the shop` });
    else if (optionsTwin)
      problems.push({ line, message: `the options are also on line ${optionsTwin.line}` });
    else if (stays)
      problems.push({
        line,
        message: `the options belong to the variant ${inShop.variant.sku} of the shop`,
      });
    else variants.push(variant);
  }
  return { variants, problems };
}

async function skusElsewhere(
  ctx: Ctx,
  imported: ImportedProduct,
  existing: ExistingProduct | undefined,
): Promise<Set<string>> {
  if (imported.variants.length === 0) return new Set();
  const skus = imported.variants.map((variant) => variant.sku);
  const rows = await query(ctx)
    .selectFrom('ProductVariant')
    .select('sku')
    .where('sku', 'in', skus)
    .where('deletedAt', 'is', null)
    .where('productId', '<>', existing?.product.id ?? '')
    .execute();
  return new Set(rows.map((row) => row.sku));
}
