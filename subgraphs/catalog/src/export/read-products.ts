import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { CategoryStep } from '../csv/category-paths.js';
import { ProductImage } from '../image/product-image.entity.js';
import { Product } from '../product/product.entity.js';
import { groupBy } from '../row/group-by.js';
import { toEntity } from '@emporium/db/to-entity';
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
    const rows = await sqlRows(ctx.em, `select * from catalog.product where deleted_at is null and id > ? order by id limit ?`, [
      after,
      BATCH,
    ]);
    if (rows.length === 0) return;
    const products = rows.map((row) => toEntity(Product, row));
    after = products.at(-1)!.id;
    yield await withParts(ctx, products);
  }
}

async function withParts(ctx: Ctx, products: readonly Product[]): Promise<ExportedProduct[]> {
  const ids = products.map((product) => product.id);
  const variants = await sqlRows<Record<string, unknown> & { available: number; product_id: string }>(
    ctx.em,
    `select v.*, s.on_hand - s.reserved as available from catalog.product_variant v join catalog.stock s on s.variant_id = v.id
     where v.product_id in (?) and v.deleted_at is null order by v.product_id, v.position, v.id`,
    [ids],
  );
  const images = await sqlRows<Record<string, unknown> & { product_id: string }>(
    ctx.em,
    `select * from catalog.product_image where product_id in (?) order by product_id, position, id`,
    [ids],
  );
  const variantsOf = groupBy(variants, (row) => row.product_id);
  const imagesOf = groupBy(images, (row) => row.product_id);
  const paths = await categoryPaths(ctx, ids);
  return products.map((product) => ({
    product,
    categories: paths.get(product.id) ?? [],
    variants: (variantsOf.get(product.id) ?? []).map(({ available, ...row }) => ({ variant: toEntity(ProductVariant, row), available })),
    images: (imagesOf.get(product.id) ?? []).map((row) => toEntity(ProductImage, row)),
  }));
}

interface PathRow {
  product_id: string;
  category_id: string;
  name: string;
  slug: string;
  step: number;
  image_asset_id: string | null;
  up: number;
}

async function categoryPaths(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CategoryStep[][]>> {
  const rows = await sqlRows<PathRow>(
    ctx.em,
    `with recursive path as (
       select pc.product_id, pc.position, pc.category_id, c.parent_id, c.name, c.slug, c.position as step, c.image_asset_id, 0 as up
       from catalog.product_category pc join catalog.category c on c.id = pc.category_id where pc.product_id in (?)
       union all
       select p.product_id, p.position, p.category_id, c.parent_id, c.name, c.slug, c.position, c.image_asset_id, p.up + 1
       from path p join catalog.category c on c.id = p.parent_id)
     select product_id, category_id, name, slug, step, image_asset_id, up from path order by product_id, position, category_id, up desc`,
    [ids],
  );
  const paths = new Map<string, CategoryStep[][]>();
  for (const [productId, ofProduct] of groupBy(rows, (row) => row.product_id)) {
    const steps = [...groupBy(ofProduct, (row) => row.category_id).values()];
    paths.set(
      productId,
      steps.map((path) =>
        path.map(({ name, slug, step, image_asset_id: imageAssetId }) => ({
          name,
          slug,
          position: step,
          ...(imageAssetId ? { imageAssetId } : {}),
        })),
      ),
    );
  }
  return paths;
}
