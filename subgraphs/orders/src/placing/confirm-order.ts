import { randomInt } from 'node:crypto';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { CartTotals } from '@emporium/money/cart-totals';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { appendHistory } from '../history/append-history.js';
import { cancelInTransaction } from '../order/cancel-in-transaction.js';
import { emitCreated } from '../order/emit-order-event.js';
import { OrderRow, type VisibleOrder } from '../order/order.entity.js';
import { productIdsOfVariants } from '../replica/product-ids-of-variants.js';
import type { ReservedLine } from './reserve-stock.js';

/** Turns PLACING into PENDING with catalog's prices and words, number, first history row and ORDER_CREATED; nothing when already done. */
export async function confirmOrder(ctx: Ctx, orderId: string, lines: readonly ReservedLine[], totals: CartTotals): Promise<void> {
  await inTransaction(ctx, async () => {
    const taxLines = totals.taxLines.map((t) => ({ name: 'VAT', rate: t.rate, base: t.base.minor, amount: t.amount.minor }));
    const [confirmed] = await sqlRows<{ user_id: string | null; cancel_requested_at: unknown }>(
      ctx.em,
      `update orders.orders set status = 'PENDING', version = version + 1, history_count = 1, number = ?, placed_at = date_trunc('milliseconds', now()), next_check_at = null,
         subtotal = ?, discount = ?, tax = ?, total = ?, tax_lines = ?::jsonb
       where id = ? and status = 'PLACING' returning user_id, cancel_requested_at`,
      [
        newOrderNumber(),
        totals.subtotal.minor,
        totals.discount.minor,
        totals.tax.minor,
        totals.total.minor,
        JSON.stringify(taxLines),
        orderId,
      ],
    );
    if (!confirmed) return;
    await freezeLines(ctx, orderId, lines, totals);
    const actor = confirmed.user_id ? `user:${confirmed.user_id}` : 'guest';
    await appendHistory(ctx, { orderId, seq: 1, type: 'PLACED', to: 'PENDING', actor });
    const order = (await ctx.em.findOneOrFail(OrderRow, { id: orderId }, { disableIdentityMap: true })) as VisibleOrder;
    await emitCreated(ctx, order);
    // Cancelled while it was being placed: the wish was recorded and is granted now that the hold is known.
    if (confirmed.cancel_requested_at) await cancelInTransaction(ctx, { orderId, actor, reason: 'CUSTOMER' });
  });
}

async function freezeLines(ctx: Ctx, orderId: string, lines: readonly ReservedLine[], totals: CartTotals): Promise<void> {
  const products = await productIdsOfVariants(
    ctx,
    lines.map((line) => line.variantId),
  );
  const rows = lines.map((line, index) => {
    const { discount, tax, total } = totals.lines[index]!;
    const words = [line.sku, line.productName, line.variantName, line.imageAssetId, products.get(line.variantId) ?? null];
    return [line.variantId, ...words, line.unitPrice.minor, discount.minor, tax.minor, total.minor];
  });
  await sqlRun(
    ctx.em,
    `update orders.order_line l set sku = v.sku, product_name = v.product_name, variant_name = v.variant_name, image_asset_id = v.image,
       product_id = v.product_id, unit_price = v.unit_price, discount = v.discount, tax = v.tax, total = v.total
     from (values ${rows.map(() => '(?, ?, ?, ?, ?, ?, ?::bigint, ?::bigint, ?::bigint, ?::bigint)').join(', ')})
       as v (variant_id, sku, product_name, variant_name, image, product_id, unit_price, discount, tax, total)
     where l.order_id = ? and l.variant_id = v.variant_id`,
    [...rows.flat(), orderId],
  );
}

// Without vowels and look-alikes, so that a number neither spells a word nor is misread.
const SIGNS = '23456789BCDFGHJKLMNPQRSTVWXZ';

/** A number for people, e.g. `EM-7K3MB-Q9TDX`: random, so that it tells neither how much is sold nor what the next one is. */
function newOrderNumber(): string {
  const block = () => Array.from({ length: 5 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return `EM-${block()}-${block()}`;
}
