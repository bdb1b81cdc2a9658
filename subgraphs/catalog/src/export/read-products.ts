import { asEntity } from '@emporium/db/as-entity';
import type { Ctx } from '@emporium/platform/context';
import type { CategoryStep } from '../csv/category-paths.js';
import { ProductImage } from '../image/product-image.entity.js';
import { Product } from '../product/product.entity.js';
import { categorySteps } from '../product/read-category-paths.js';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';
import { ProductVariant } from '../variant/variant.entity.js';

/** A product with everything the export writes. */
export interface ExportedProduct {
  product: Product;
  categories: CategoryStep[][];
  variants: { variant: ProductVariant; available: number }[];
  images: ProductImage[];
}

const BATCH = 200;

/** All products in the order in which they came into being, in batches. */
export async function* readProducts(ctx: Ctx): AsyncGenerator<ExportedProduct[]> {
  let after = '';
  for (;;) {
    const rows = await query(ctx)
      .selectFrom('Product')
      .selectAll()
      .where('deletedAt', 'is', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute();
    if (rows.length === 0) return;
    const products = rows.map((row) => asEntity(Product, row));
    after = products.at(-1)!.id;
    yield await withParts(ctx, products);
  }
}

async function withParts(ctx: Ctx, products: readonly Product[]): Promise<ExportedProduct[]> {
  const ids = products.map((product) => product.id);
  const variants = await query(ctx)
    .selectFrom('ProductVariant as v')
    .innerJoin('Stock as s', 's.variantId', 'v.id')
    .selectAll('v')
    .select((eb) => eb('s.onHand', '-', eb.ref('s.reserved')).as('available'))
    .where('v.productId', 'in', ids)
    .where('v.deletedAt', 'is', null)
    .orderBy('v.productId')
    .orderBy('v.position')
    .orderBy('v.id')
    .execute();
  const images = await query(ctx)
    .selectFrom('ProductImage')
    .selectAll()
    .where('productId', 'in', ids)
    .orderBy('productId')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const variantsOf = groupBy(variants, (row) => row.productId);
  const imagesOf = groupBy(images, (row) => row.productId);
  const paths = await categoryPaths(ctx, ids);
  return products.map((product) => ({
    product,
    categories: paths.get(product.id) ?? [],
    variants: (variantsOf.get(product.id) ?? []).map(({ available, ...row }) => ({
      variant: asEntity(ProductVariant, row),
      available,
    })),
    images: (imagesOf.get(product.id) ?? []).map((row) => asEntity(ProductImage, row)),
  }));
}

async function categoryPaths(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, CategoryStep[][]>> {
  const paths = new Map<string, CategoryStep[][]>();
  for (const [productId, ofProduct] of groupBy(
    await categorySteps(ctx, ids),
    (row) => row.productId,
  )) {
    const steps = [...groupBy(ofProduct, (row) => row.categoryId).values()];
    paths.set(
      productId,
      steps.map((path) =>
        path.map(({ name, slug, position, imageAssetId }) => ({
          name,
          slug,
          position,
          ...(imageAssetId ? { imageAssetId } : {}),
        })),
      ),
    );
  }
  return paths;
}
