import { defineEvent } from '@emporium/bus/define-event';
import { z } from 'zod';

const id = z.string().min(1);
const instant = z.string().describe('RFC 3339 in UTC.');
const version = z.number().int().nonnegative();
const moneyData = z.object({
  minor: z.number().int().describe("Amount in the currency's minor units."),
  currency: z.string().length(3).describe('ISO 4217 code.'),
});
const nameValue = z.object({ name: z.string(), value: z.string() });

const categoryPath = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  ancestors: z
    .array(z.object({ id, slug: z.string(), name: z.string() }))
    .describe('From the root down to the parent.'),
});

const variantData = z.object({
  id,
  sku: z.string(),
  name: z.string(),
  position: z.number().int().describe('Order among the variants of the product.'),
  options: z
    .array(nameValue)
    .describe('What tells this variant from its siblings, e.g. Size = Small.'),
  attributes: z.array(nameValue).describe('Further facts of this variant.'),
  price: moneyData,
  compareAtPrice: moneyData.nullable(),
  barcode: z.string().nullable(),
  weightGrams: z.number().int().nullable(),
  available: z
    .number()
    .int()
    .nonnegative()
    .describe('Pieces that can be ordered, as of stockVersion.'),
  stockVersion: version.describe(
    'Compare with the version of STOCK_CHANGED: the higher one is newer.',
  ),
  version,
});

const imageData = z.object({
  id,
  assetId: id.describe('Asset of media; URLs are made at read time.'),
  alt: z.string().nullable(),
  position: z.number().int(),
  isPrimary: z.boolean(),
});

/**
 * The whole product as it is after the change (PRODUCT_DELETED: as it was last). Message key =
 * product id.
 */
export const productData = z.object({
  id,
  sku: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  isActive: z
    .boolean()
    .describe('Inactive products (drafts) are shown only to staff; active ones have a variant.'),
  isFirstOnSale: z
    .boolean()
    .optional()
    .describe('True in the one event with which customers see the product for the first time.'),
  attributes: z.array(nameValue),
  taxCategory: z
    .string()
    .nullish()
    .describe('Category of goods that taxes look at; null = the default of the shop.'),
  categories: z.array(categoryPath),
  variants: z.array(variantData).describe('Ordered by position.'),
  images: z.array(imageData).describe('Ordered by position.'),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type ProductData = z.infer<typeof productData>;

/** One category without its relatives. Message key = category id. */
export const categoryData = z.object({
  id,
  slug: z.string(),
  name: z.string(),
  parentId: id.nullable(),
  position: z.number().int(),
  imageAssetId: id.nullable(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type CategoryData = z.infer<typeof categoryData>;

/**
 * What can be ordered of one variant. Message key = variant id; the version counts the changes of
 * availability of this variant.
 */
export const stockData = z.object({
  variantId: id,
  productId: id,
  available: z.number().int().nonnegative(),
  version,
});
export type StockData = z.infer<typeof stockData>;

export const ProductCreated = defineEvent('PRODUCT_CREATED', 'product_events', productData, {
  description: 'A product came into being; the whole aggregate.',
});
export const ProductUpdated = defineEvent('PRODUCT_UPDATED', 'product_events', productData, {
  description:
    'A product, one of its variants, images or category assignments, or the path of one of its categories changed; the whole aggregate.',
});
export const ProductDeleted = defineEvent('PRODUCT_DELETED', 'product_events', productData, {
  description:
    'A product was deleted; the whole aggregate as it was last. No event of this key follows.',
});
export const CategoryCreated = defineEvent('CATEGORY_CREATED', 'product_events', categoryData, {
  description: 'A category came into being.',
});
export const CategoryUpdated = defineEvent('CATEGORY_UPDATED', 'product_events', categoryData, {
  description:
    'A category was renamed, moved or given another image. PRODUCT_UPDATED follows for every product below it, so that consumers of products need not hear this.',
});
export const CategoryDeleted = defineEvent('CATEGORY_DELETED', 'product_events', categoryData, {
  description:
    'A category was deleted, as it was last. PRODUCT_UPDATED follows for the products that were in it.',
});
export const StockChanged = defineEvent('STOCK_CHANGED', 'inventory_events', stockData, {
  description: 'The number of units that can be ordered of a variant changed.',
});
