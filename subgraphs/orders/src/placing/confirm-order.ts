import { randomInt } from 'node:crypto';
import type { Totals } from '@emporium/money/totals';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { ordersConfig } from '../config.js';
import { appendHistory } from '../history/append-history.js';
import { cancelInTransaction } from '../order/cancel-in-transaction.js';
import { emitCreated } from '../order/emit-order-event.js';
import { loadPlacedOrder } from '../order/load-order.js';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { OrderStatus } from '../order/order-status.js';
import { productIdsOfVariants } from '../replica/product-ids-of-variants.js';
import { query } from '../tables.js';
import type { ReservedLine } from './reserve-stock.js';

/**
 * Turns PLACING into PENDING with catalog's prices and words, number, first history row and
 * ORDER_CREATED; nothing when already done. When little is left for others, the order has less time
 * to be paid.
 */
export async function confirmOrder(
  ctx: Ctx,
  orderId: string,
  { lines, isScarce }: { lines: readonly ReservedLine[]; isScarce: boolean },
  totals: Totals,
): Promise<void> {
  await inTransaction(ctx, async () => {
    const taxLines = totals.taxLines.map((t) => ({
      name: 'VAT',
      rate: t.rate,
      base: t.base.minor,
      amount: t.amount.minor,
    }));
    const confirmed = await query(ctx)
      .updateTable('OrderRow')
      .set((eb) => ({
        status: OrderStatus.PENDING,
        version: eb('version', '+', 1),
        historyCount: 1,
        number: newOrderNumber(),
        placedAt: sql<Date>`date_trunc('milliseconds', now())`,
        nextCheckAt: null,
        subtotal: totals.subtotal.minor,
        discount: totals.discount.minor,
        tax: totals.tax.minor,
        total: totals.total.minor,
        taxLines,
        ...(isScarce
          ? {
              expiresAt: sql<Date>`least(${eb.ref('expiresAt')}, now() + ${settingsOf(ctx.config, ordersConfig).ORDER_TTL_SCARCE_MINUTES} * interval '1 minute')`,
            }
          : {}),
      }))
      .where('id', '=', orderId)
      .where('status', '=', 'PLACING')
      .returning(['userId', 'cancelRequestedAt'])
      .executeTakeFirst();
    if (!confirmed) return;
    await freezeLines(ctx, orderId, lines, totals);
    const actor = confirmed.userId ? `user:${confirmed.userId}` : 'guest';
    await appendHistory(ctx, { orderId, seq: 1, type: 'PLACED', to: 'PENDING', actor });
    await emitCreated(ctx, await loadPlacedOrder(ctx, orderId));
    // Cancelled while it was being placed: the wish was recorded and is granted now that the hold
    // is known.
    if (confirmed.cancelRequestedAt)
      await cancelInTransaction(ctx, { orderId, actor, reason: 'CUSTOMER' });
  });
}

type FrozenLine = Pick<
  OrderLineRow,
  | 'variantId'
  | 'sku'
  | 'productName'
  | 'variantName'
  | 'imageAssetId'
  | 'productId'
  | 'unitPrice'
  | 'discount'
  | 'tax'
  | 'total'
>;

async function freezeLines(
  ctx: Ctx,
  orderId: string,
  lines: readonly ReservedLine[],
  totals: Totals,
): Promise<void> {
  const products = await productIdsOfVariants(
    ctx,
    lines.map((line) => line.variantId),
  );
  const rows = lines.map((line, index) => {
    const { discount, tax, total } = totals.lines[index]!;
    const { variantId, sku, productName, variantName, imageAssetId, unitPrice } = line;
    return sql`(${variantId}, ${sku}, ${productName}, ${variantName}, ${imageAssetId}, ${products.get(variantId) ?? null},
      ${unitPrice.minor}::bigint, ${discount.minor}::bigint, ${tax.minor}::bigint, ${total.minor}::bigint)`;
  });
  const names = sql`v (variant_id, sku, product_name, variant_name, image_asset_id, product_id, unit_price, discount, tax, total)`;
  await query(ctx)
    .updateTable('OrderLineRow as l')
    .from(sql<FrozenLine>`(values ${sql.join(rows)})`.as<'v'>(names))
    .set((eb) => ({
      sku: eb.ref('v.sku'),
      productName: eb.ref('v.productName'),
      variantName: eb.ref('v.variantName'),
      imageAssetId: eb.ref('v.imageAssetId'),
      productId: eb.ref('v.productId'),
      unitPrice: eb.ref('v.unitPrice'),
      discount: eb.ref('v.discount'),
      tax: eb.ref('v.tax'),
      total: eb.ref('v.total'),
    }))
    .where('l.orderId', '=', orderId)
    .whereRef('l.variantId', '=', 'v.variantId')
    .execute();
}

// Without vowels and look-alikes, so that a number neither spells a word nor is misread.
const SIGNS = '23456789BCDFGHJKLMNPQRSTVWXZ';

/**
 * A number for people, e.g. `EM-7K3MB-Q9TDX`: random, so that it tells neither how much is sold nor
 * what the next one is.
 */
function newOrderNumber(): string {
  const block = () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return `EM-${block()}-${block()}`;
}
