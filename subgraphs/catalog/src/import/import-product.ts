import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { ProductCreated } from '@emporium/catalog-events';
import { writeImages } from '../image/write-images.js';
import { changeProduct, publishProduct } from '../product/change-product.js';
import { insertProduct } from '../product/create-product.js';
import { writeProduct } from '../product/update-product.js';
import { addVariants, type VariantToAdd } from '../variant/add-variants.js';
import { writeVariant } from '../variant/write-variant.js';
import { checkVariants } from './check-skus.js';
import {
  attributesAfter,
  productCsv,
  productDifferences,
  same,
  variantDifferences,
} from './differences.js';
import { importCategories } from './import-categories.js';
import { imagesAfter } from './import-images.js';
import { importStock } from './import-stock.js';
import { type ExistingProduct, IMPORT_REASON, loadExisting } from './load-existing.js';
import type { ImportedProduct, ImportedVariant } from './imported-product.js';
import { matchRenamed } from './match-renamed.js';
import type { LineProblem } from './read-rows.js';

/** What became of one product. */
export interface ImportOutcome {
  outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  problems: LineProblem[];
}

/** Thrown to undo what a dry run did. */
class DryRun extends Error {
  constructor(readonly result: ImportOutcome) {
    super('dry run');
  }
}

/**
 * Brings one product into the shop in one transaction: creates it, or changes what differs and
 * publishes once, or does nothing. Throws a Rejection or unique violation for what the shop refuses
 * as a whole.
 */
export async function importProduct(
  ctx: Ctx,
  imported: ImportedProduct,
  header: readonly string[],
  dryRun: boolean,
): Promise<ImportOutcome> {
  try {
    return await inTransaction(ctx, async () => {
      const existing = await loadExisting(ctx, imported.sku);
      if (!existing && imported.name === undefined) {
        return {
          outcome: 'failed',
          problems: [
            { line: imported.line, message: 'Title is missing, and the shop has no such product' },
          ],
        };
      }
      const matched = existing
        ? { ...imported, variants: matchRenamed(imported, existing) }
        : imported;
      const { variants, problems } = await checkVariants(ctx, matched, existing);
      if (variants.length === 0 && imported.variants.length > 0 && !existing)
        return { outcome: 'failed', problems };
      const told = { ...imported, variants };
      const outcome = existing
        ? await update(ctx, told, existing, header)
        : await create(ctx, told, header);
      if (dryRun) throw new DryRun({ outcome, problems });
      return { outcome, problems };
    });
  } catch (error) {
    if (error instanceof DryRun) return error.result;
    throw error;
  }
}

async function create(
  ctx: Ctx,
  imported: ImportedProduct,
  header: readonly string[],
): Promise<'created'> {
  const { sku, slug, name = slug } = imported;
  const id = await insertProduct(ctx, {
    sku,
    slug,
    name,
    description: imported.description ?? null,
    isActive: (imported.isActive ?? true) && imported.variants.length > 0,
    attributes: attributesAfter(imported, []),
    taxCategory: imported.taxCategory ?? null,
    categoryIds: await importCategories(ctx, imported.categories ?? []),
    variants: imported.variants.map(toAdd),
    csv: productCsv(imported, header),
  });
  const { images, primaryId } = imagesAfter([], imported.images);
  await writeImages(ctx, id, images, primaryId);
  await publishProduct(ctx, id, ProductCreated);
  return 'created';
}

async function update(
  ctx: Ctx,
  imported: ImportedProduct,
  existing: ExistingProduct,
  header: readonly string[],
): Promise<'updated' | 'unchanged'> {
  const { id } = existing.product;
  const isSellable = imported.variants.length > 0 || existing.variants.length > 0;
  const changes = productDifferences(
    isSellable ? imported : { ...imported, isActive: undefined },
    existing,
    header,
  );
  const categoryIds = imported.categories && (await importCategories(ctx, imported.categories));
  if (categoryIds && !same(categoryIds, existing.categoryIds)) changes.categoryIds = categoryIds;
  const known = imported.variants.flatMap((told) => {
    const there = existing.variants.find((candidate) => candidate.variant.sku === told.sku);
    return there ? [{ told, there, changes: variantDifferences(told, there, header) }] : [];
  });
  const changed = known.filter((entry) => Object.keys(entry.changes).length > 0);
  const added = imported.variants.filter((told) => !known.some((entry) => entry.told === told));
  const images = imagesAfter(existing.images, imported.images);

  let stockChanged = false;
  for (const { told, there } of known)
    stockChanged = (await importStock(ctx, told, there)) || stockChanged;
  if (
    Object.keys(changes).length === 0 &&
    changed.length === 0 &&
    added.length === 0 &&
    !images.differ
  )
    return stockChanged ? 'updated' : 'unchanged';
  await changeProduct(ctx, id, {}, async () => {
    await writeProduct(ctx, id, changes);
    for (const { there, changes: variantChanges } of changed)
      await writeVariant(ctx, there.variant.id, variantChanges);
    await addVariants(ctx, id, added.map(toAdd));
    if (images.differ) await writeImages(ctx, id, images.images, images.primaryId);
  });
  return 'updated';
}

/** A variant that the shop does not have; checkVariants has seen that it has a price. */
function toAdd(variant: ImportedVariant): VariantToAdd {
  return {
    sku: variant.sku,
    name: variant.name ?? null,
    options: variant.options ?? [],
    attributes: variant.attributes ?? [],
    price: variant.price!,
    compareAtPrice: variant.compareAtPrice ?? null,
    barcode: variant.barcode ?? null,
    weightGrams: variant.weightGrams ?? null,
    position: null,
    initialStock: variant.quantity ?? 0,
    stockReason: IMPORT_REASON,
    csv: variant.csv,
  };
}
