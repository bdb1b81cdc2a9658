import { randomInt } from 'node:crypto';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import type { PricedBasket } from '@emporium/pricing/basket';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { ordersConfig } from '../config.js';
import { appendHistory } from '../history/append-history.js';
import { cancelInTransaction } from '../order/cancel-in-transaction.js';
import { changeStatus } from '../order/change-status.js';
import { emitCreated, emitPaid } from '../order/emit-order-event.js';
import { loadPlacedOrder } from '../order/load-order.js';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { OrderStatus } from '../order/order-status.js';
import { productIdsOfVariants } from '../replica/product-ids-of-variants.js';
import type { Use } from '../redemption/counters.js';
import { customerHash } from '../redemption/customer-hash.js';
import { redeem } from '../redemption/redeem.js';
import { query } from '../tables.js';
import { frozenPrices } from './frozen-prices.js';
import type { ReservedLine } from './reserve-stock.js';

/**
 * Turns PLACING into PENDING with catalog's words, the prices of the rules, number, first history
 * row, redemptions and ORDER_CREATED; nothing when already done. When little is left for others, the
 * order has less time to be paid. One of 0 needs no payment and is PAID at once. Throws
 * LimitReachedError.
 */
export async function confirmOrder(
  ctx: Ctx,
  orderId: string,
  { lines, isScarce }: { lines: readonly ReservedLine[]; isScarce: boolean },
  { totals, uses }: { totals: PricedBasket; uses: readonly Use[] },
): Promise<void> {
  await inTransaction(ctx, async () => {
    const confirmed = await query(ctx)
      .updateTable('OrderRow')
      .set((eb) => ({
        status: OrderStatus.PENDING,
        version: eb('version', '+', 1),
        historyCount: 1,
        number: newOrderNumber(),
        placedAt: sql<Date>`date_trunc('milliseconds', now())`,
        nextCheckAt: null,
        ...frozenPrices(totals),
        ...(isScarce
          ? {
              expiresAt: sql<Date>`case when ${eb.ref('draftId')} is not null then ${eb.ref('expiresAt')} else least(${eb.ref('expiresAt')}, now() + ${settingsOf(ctx.config, ordersConfig).ORDER_TTL_SCARCE_MINUTES} * interval '1 minute') end`,
            }
          : {}),
      }))
      .where('id', '=', orderId)
      .where('status', '=', 'PLACING')
      .returning(['userId', 'contactEmail', 'cancelRequestedAt', 'placedBy'])
      .executeTakeFirst();
    if (!confirmed) return;
    await freezeLines(ctx, orderId, lines, totals);
    const buyer = confirmed.userId ? `user:${confirmed.userId}` : 'guest';
    const actor = confirmed.placedBy ?? buyer;
    await appendHistory(ctx, { orderId, seq: 1, type: 'PLACED', to: 'PENDING', actor });
    const { userId, contactEmail: email } = confirmed;
    await redeem(ctx, orderId, uses, customerHash(ctx, { userId, email }));
    await emitCreated(ctx, await loadPlacedOrder(ctx, orderId));
    // Cancelled while it was being placed: the wish was recorded and is granted now that the hold
    // is known.
    if (confirmed.cancelRequestedAt)
      await cancelInTransaction(ctx, { orderId, actor, reason: 'CUSTOMER' });
    else if (totals.total.minor === 0) await completeForNothing(ctx, orderId);
  });
}

/** Nothing is to be paid, so nobody would tell that it was. */
async function completeForNothing(ctx: Ctx, orderId: string): Promise<void> {
  const paid = await changeStatus(ctx, {
    orderId,
    to: OrderStatus.PAID,
    actor: 'system',
    note: 'nothing to pay',
  });
  if (paid) await emitPaid(ctx, paid.order);
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
  | 'taxRate'
  | 'taxName'
>;

async function freezeLines(
  ctx: Ctx,
  orderId: string,
  lines: readonly ReservedLine[],
  totals: PricedBasket,
): Promise<void> {
  // Only a hold from before catalog quoted products lacks them.
  const unknown = lines.filter((line) => line.productId === null).map((line) => line.variantId);
  const products =
    unknown.length > 0 ? await productIdsOfVariants(ctx, unknown) : new Map<string, string>();
  const rows = lines.map((line, index) => {
    const { unitPrice, discount, tax, total, taxRate, taxName } = totals.lines[index]!;
    const { variantId, sku, productName, variantName, imageAssetId } = line;
    const productId = line.productId ?? products.get(variantId) ?? null;
    return sql`(${variantId}, ${sku}, ${productName}, ${variantName}, ${imageAssetId}, ${productId},
      ${unitPrice.minor}::bigint, ${discount.minor}::bigint, ${tax.minor}::bigint, ${total.minor}::bigint, ${taxRate}, ${taxName})`;
  });
  const names = sql`v (variant_id, sku, product_name, variant_name, image_asset_id, product_id, unit_price, discount, tax, total, tax_rate, tax_name)`;
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
      taxRate: eb.ref('v.taxRate'),
      taxName: eb.ref('v.taxName'),
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
