import { defineEntity, p } from '@mikro-orm/core';

/** A variant as the replica keeps it; the price in minor units. */
export interface ReplicaVariant {
  id: string;
  sku: string;
  name: string;
  minor: number;
  currency: string;
  /** Missing in copies from before it was kept. */
  grams?: number | null;
}

/** A product as its newest event described it; a deleted one leaves a tombstone. */
export const ProductReplica = defineEntity({
  name: 'ProductReplica',
  tableName: 'product_replica',
  properties: {
    id: p.text().primary(),
    version: p.integer(),
    isDeleted: p.boolean().default(false),
    isActive: p.boolean(),
    name: p.text(),
    imageAssetId: p.text().nullable(),
    variantIds: p.array<string>().columnType('text[]'),
    variants: p.json<ReplicaVariant[]>(),
    /** With all their ancestors. */
    categoryIds: p.array<string>().columnType('text[]').default([]),
    taxCategory: p.text().nullable(),
  },
});

/** The newest known availability of a variant. */
export const StockReplica = defineEntity({
  name: 'StockReplica',
  tableName: 'stock_replica',
  properties: { variantId: p.text().primary(), version: p.integer(), available: p.integer() },
});
