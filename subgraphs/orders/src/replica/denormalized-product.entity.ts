import type { ProductData } from '@emporium/catalog-events';
import { defineEntity, p } from '@mikro-orm/core';

/** What orders knows of a product's variants. */
interface KnownProduct {
  variants: Pick<ProductData['variants'][number], 'id' | 'sku' | 'name' | 'price'>[];
}

/** A product as its newest event described it; a deleted one leaves a tombstone. */
export const DenormalizedProduct = defineEntity({
  name: 'DenormalizedProduct',
  tableName: 'denormalized_products',
  properties: {
    id: p.text().primary(),
    version: p.integer(),
    deleted: p.boolean().default(false),
    sku: p.text().nullable(),
    name: p.text().nullable(),
    slug: p.text().nullable(),
    isActive: p.boolean().default(false),
    variantIds: p.array<string>().columnType('text[]').default([]),
    data: p.json<KnownProduct>().nullable(),
  },
});
