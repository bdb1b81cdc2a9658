import { sqlRows, sqlRun } from '@emporium/db/sql';
import { notFound } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Refusal } from '../refusal/refusal.js';
import { valuesList } from '../row/literals.js';

/** Price and names of a variant at the moment it is held. */
export interface Quote {
  variantId: string;
  quantity: number;
  unitPrice: string;
  currency: string;
  productName: string;
  variantName: string;
  sku: string;
  imageAssetId: string | null;
}

/**
 * Quotes what is wanted. Read after the stock is locked, so that prices changed while waiting for the lock are seen. Throws a Refusal with
 * a NotFoundError for every variant that cannot be bought: missing, deleted, or of an inactive product.
 */
export async function quoteLines(ctx: Ctx, wanted: ReadonlyMap<string, number>): Promise<Quote[]> {
  const rows = await sqlRows<Omit<Quote, 'quantity'>>(
    ctx.em,
    `select v.id as "variantId", v.price::text as "unitPrice", v.currency, p.name as "productName", v.name as "variantName", v.sku,
       (select i.asset_id from catalog.product_image i where i.product_id = p.id order by i.is_primary desc, i.position, i.id limit 1) as "imageAssetId"
     from catalog.product_variant v join catalog.product p on p.id = v.product_id
     where v.id in (?) and v.deleted_at is null and p.deleted_at is null and p.is_active`,
    [[...wanted.keys()]],
  );
  const byVariant = new Map(rows.map((row) => [row.variantId, row]));
  const missing = [...wanted.keys()].flatMap((variantId, index) =>
    byVariant.has(variantId) ? [] : [notFound(`The variant ${variantId} cannot be bought.`, ['lines', String(index), 'variantId'])],
  );
  if (missing.length > 0) throw new Refusal(...missing);
  return [...wanted].map(([variantId, quantity]) => ({ ...byVariant.get(variantId)!, quantity }));
}

/** Keeps the quote with the hold. */
export async function writeLines(ctx: Ctx, orderId: string, quotes: readonly Quote[]): Promise<void> {
  const { sql, params } = valuesList(
    quotes.map((q) => [orderId, q.variantId, q.quantity, q.unitPrice, q.currency, q.productName, q.variantName, q.sku, q.imageAssetId]),
  );
  await sqlRun(
    ctx.em,
    `insert into catalog.reservation_line
       (order_id, variant_id, quantity, unit_price, currency, product_name, variant_name, sku, image_asset_id) values ${sql}`,
    params,
  );
}
