import type { Envelope } from '@emporium/bus/envelope';
import type { CategoryData, ProductData, StockData } from '@emporium/catalog-events';
import type { Ctx } from '../context.js';
import { toDocument } from './to-document.js';

/** Indexes the product as the event describes it. */
export async function onProductChanged(ctx: Ctx, { data }: Envelope<ProductData>): Promise<void> {
  await ctx.services.engine.index([toDocument(data)]);
}

/** Takes the product out of the index for good. */
export async function onProductDeleted(ctx: Ctx, { data }: Envelope<ProductData>): Promise<void> {
  await ctx.services.engine.remove(data.id, data.version);
}

/** Keeps availability up to date between product events. */
export async function onStockChanged(ctx: Ctx, { data }: Envelope<StockData>): Promise<void> {
  await ctx.services.engine.setStock(data);
}

/** Keeps the labels of the category facet up to date; products follow with events of their own. */
export async function onCategoryChanged(ctx: Ctx, { data }: Envelope<CategoryData>): Promise<void> {
  const { id, version, slug, name } = data;
  await ctx.services.engine.setCategory({ id, version, slug, name, isDeleted: false });
}

/** Takes the category out of facets and suggestions. */
export async function onCategoryDeleted(ctx: Ctx, { data }: Envelope<CategoryData>): Promise<void> {
  const { id, version, slug, name } = data;
  await ctx.services.engine.setCategory({ id, version, slug, name, isDeleted: true });
}
