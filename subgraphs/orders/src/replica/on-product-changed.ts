import type { Envelope } from '@emporium/bus/envelope';
import type { ProductData } from '@emporium/catalog/events';
import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';

/** Keeps the newest version of a product; a deleted one stays as a tombstone, so that an old event cannot bring it back. */
async function store(ctx: Ctx, product: ProductData, version: number, deleted: boolean): Promise<void> {
  const { id, sku, name, slug, isActive, variants } = product;
  const data = JSON.stringify({ variants: variants.map((v) => ({ id: v.id, sku: v.sku, name: v.name, price: v.price })) });
  const kept = deleted ? [null, null, null, false, [], null] : [sku, name, slug, isActive, variants.map((v) => v.id), data];
  await sqlRun(
    ctx.em,
    `insert into orders.denormalized_products (id, version, deleted, sku, name, slug, is_active, variant_ids, data)
     values (?, ?, ?, ?, ?, ?, ?, ?::text[], ?::jsonb)
     on conflict (id) do update set version = excluded.version, deleted = excluded.deleted, sku = excluded.sku, name = excluded.name,
       slug = excluded.slug, is_active = excluded.is_active, variant_ids = excluded.variant_ids, data = excluded.data
     where denormalized_products.version < excluded.version`,
    [id, version, deleted, ...kept.slice(0, 4), arrayLiteral(kept[4] as string[]), kept[5]],
  );
}

// MikroORM spreads an array into several parameters; ids hold no quote, comma or brace that would need escaping.
const arrayLiteral = (ids: readonly string[]) => `{${ids.map((id) => JSON.stringify(id)).join(',')}}`;

/** PRODUCT_CREATED and PRODUCT_UPDATED. */
export const onProductChanged = (ctx: Ctx, event: Envelope<ProductData>) => store(ctx, event.data, event.aggregateversion, false);

/** PRODUCT_DELETED. */
export const onProductDeleted = (ctx: Ctx, event: Envelope<ProductData>) => store(ctx, event.data, event.aggregateversion, true);
