import type { Ctx } from '@emporium/platform/context';
import type { ProductData } from '@emporium/catalog-events';
import { groupBy } from '../row/group-by.js';
import type { Columns } from '@emporium/db/entity-tables';
import type { Selectable } from 'kysely';
import { query } from '../tables.js';
import { variantColumns } from '../variant/load-variants.js';
import type { ProductVariant } from '../variant/variant.entity.js';
import { readCategoryPaths } from './read-category-paths.js';
import { productColumns } from './load-products.js';
import type { Product } from './product.entity.js';

type ProductRow = Omit<Selectable<Columns<Product>>, 'csv' | 'deletedAt'>;
type VariantRow = Omit<Selectable<Columns<ProductVariant>>, 'csv' | 'deletedAt'> & {
  onHand: number;
  reserved: number;
  stockVersion: number;
};

/**
 * Whole products as events carry them, in the order of the ids. Read inside the transaction that
 * locked their rows.
 */
export async function readAggregates(ctx: Ctx, ids: readonly string[]): Promise<ProductData[]> {
  const products = await query(ctx)
    .selectFrom('Product as p')
    .select(productColumns(ctx))
    .where('p.id', 'in', ids)
    .execute();
  const variantRows = await query(ctx)
    .selectFrom('ProductVariant as v')
    .innerJoin('Stock as s', 's.variantId', 'v.id')
    .select(variantColumns(ctx))
    .select(['s.onHand', 's.reserved', 's.version as stockVersion'])
    .where('v.productId', 'in', ids)
    .where('v.deletedAt', 'is', null)
    .orderBy('v.productId')
    .orderBy('v.position')
    .orderBy('v.id')
    .execute();
  const variants = groupBy(variantRows, (row) => row.productId);
  const imageRows = await query(ctx)
    .selectFrom('ProductImage')
    .selectAll()
    .where('productId', 'in', ids)
    .orderBy('productId')
    .orderBy('position')
    .orderBy('id')
    .execute();
  const images = groupBy(imageRows, (image) => image.productId);
  const categories = await readCategoryPaths(ctx, ids);
  const byId = new Map(products.map((product) => [product.id, product]));
  return ids.map((id) => ({
    ...productPart(byId.get(id)!),
    categories: categories.get(id) ?? [],
    variants: (variants.get(id) ?? []).map(variantPart),
    images: (images.get(id) ?? []).map(({ id: imageId, assetId, alt, position, isPrimary }) => ({
      id: imageId,
      assetId,
      alt,
      position,
      isPrimary,
    })),
  }));
}

function productPart(product: ProductRow): Omit<ProductData, 'categories' | 'variants' | 'images'> {
  const { id, sku, slug, name, isActive, attributes, version } = product;
  return {
    id,
    sku,
    slug,
    name,
    description: product.description,
    isActive,
    attributes,
    taxCategory: product.taxCategory ?? null,
    version,
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
  };
}

function variantPart(variant: VariantRow): ProductData['variants'][number] {
  const { id, sku, name, position, options, attributes, currency, version } = variant;
  return {
    id,
    sku,
    name,
    position,
    options,
    attributes,
    price: { minor: variant.price, currency },
    compareAtPrice:
      variant.compareAtPrice == null ? null : { minor: variant.compareAtPrice, currency },
    barcode: variant.barcode,
    weightGrams: variant.weightGrams,
    available: variant.onHand - variant.reserved,
    stockVersion: variant.stockVersion,
    version,
  };
}
