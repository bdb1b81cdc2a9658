import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { ProductData } from '../events.js';
import { ProductImage } from '../image/product-image.entity.js';
import { groupBy } from '../row/group-by.js';
import { instant, toEntity } from '@emporium/db/to-entity';
import { ProductVariant, VARIANT_COLUMNS } from '../variant/variant.entity.js';
import { readCategoryPaths } from './read-category-paths.js';
import { Product, PRODUCT_COLUMNS } from './product.entity.js';

type StockColumns = { on_hand: number; reserved: number; stock_version: number };

/** Whole products as events carry them, in the order of the ids. Read inside the transaction that locked their rows. */
export async function readAggregates(ctx: Ctx, ids: readonly string[]): Promise<ProductData[]> {
  const products = (await sqlRows(ctx.em, `select ${PRODUCT_COLUMNS} from catalog.product p where p.id in (?)`, [ids])).map((row) =>
    toEntity(Product, row),
  );
  const variantRows = await sqlRows<StockColumns & { product_id: string }>(
    ctx.em,
    `select ${VARIANT_COLUMNS}, s.on_hand, s.reserved, s.version as stock_version
     from catalog.product_variant v join catalog.stock s on s.variant_id = v.id
     where v.product_id in (?) and v.deleted_at is null order by v.product_id, v.position, v.id`,
    [ids],
  );
  const variants = groupBy(variantRows, (row) => row.product_id);
  const imageRows = await sqlRows(ctx.em, `select * from catalog.product_image where product_id in (?) order by product_id, position, id`, [
    ids,
  ]);
  const images = groupBy(
    imageRows.map((row) => toEntity(ProductImage, row)),
    (image) => image.productId,
  );
  const categories = await readCategoryPaths(ctx, ids);
  const byId = new Map(products.map((product) => [product.id, product]));
  return ids.map((id) => ({
    ...productPart(byId.get(id)!),
    categories: categories.get(id) ?? [],
    variants: (variants.get(id) ?? []).map(variantPart),
    images: (images.get(id) ?? []).map(({ id: imageId, assetId, alt, position, isPrimary }) => ({
      id: imageId,
      assetId,
      alt: alt ?? null,
      position,
      isPrimary,
    })),
  }));
}

function productPart(product: Product): Omit<ProductData, 'categories' | 'variants' | 'images'> {
  const { id, sku, slug, name, isActive, attributes, version } = product;
  return {
    id,
    sku,
    slug,
    name,
    description: product.description ?? null,
    isActive,
    attributes,
    version,
    createdAt: product.createdAt.toISOString(),
    updatedAt: instant(product.updatedAt).toISOString(),
  };
}

function variantPart(row: StockColumns & Record<string, unknown>): ProductData['variants'][number] {
  const variant = toEntity(ProductVariant, row);
  const { id, sku, name, position, options, attributes, currency, version } = variant;
  return {
    id,
    sku,
    name,
    position,
    options,
    attributes,
    price: { minor: variant.price, currency },
    compareAtPrice: variant.compareAtPrice == null ? null : { minor: variant.compareAtPrice, currency },
    barcode: variant.barcode ?? null,
    weightGrams: variant.weightGrams ?? null,
    available: row.on_hand - row.reserved,
    stockVersion: row.stock_version,
    version,
  };
}
