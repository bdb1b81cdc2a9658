import { newId } from '@emporium/db/new-id';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import type { PricedBasket } from '@emporium/pricing/basket';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { query } from '../tables.js';
import type { EditPlan } from './plan-edit.js';
import type { Quotes } from './read-quotes.js';

/**
 * Writes the lines of a locked order as they are planned, with their new amounts. Throws a Rejection
 * for a line of which more was refunded than it would cost, and for one that cannot go away.
 */
export async function writeLines(
  ctx: Ctx,
  orderId: string,
  plan: EditPlan,
  { quotes, totals }: { quotes: Quotes; totals: PricedBasket },
): Promise<void> {
  await removeLines(ctx, plan.gone);
  const last = Math.max(...plan.lines.map(({ before }) => before?.position ?? -1));
  let position = Math.max(last, ...plan.gone.map((line) => line.position));
  for (const [index, line] of plan.lines.entries()) {
    const { before, variantId, quantity, fixedPrice } = line;
    const { unitPrice, discount, tax, total, taxRate, taxName } = totals.lines[index]!;
    const amounts = {
      quantity,
      fixedPrice,
      unitPrice: unitPrice.minor,
      discount: discount.minor,
      tax: tax.minor,
      total: total.minor,
      taxRate,
      taxName,
    };
    if (before) {
      if (total.minor < before.refunded)
        throw new Rejection(
          invalidInput(
            `${before.refunded} minor units of ${before.sku ?? 'a line'} were refunded: it cannot cost less.`,
            ['changes'],
          ),
        );
      await query(ctx)
        .updateTable('OrderLineRow')
        .set(amounts)
        .where('id', '=', before.id)
        .execute();
      continue;
    }
    const { sku, productName, variantName, imageAssetId, productId } = quotes.get(variantId)!;
    position += 1;
    await query(ctx)
      .insertInto('OrderLineRow')
      .values({
        ...amounts,
        id: newId('oln'),
        orderId,
        position,
        variantId,
        sku,
        productName,
        variantName,
        imageAssetId,
        productId,
      })
      .execute();
  }
}

async function removeLines(ctx: Ctx, gone: readonly OrderLineRow[]): Promise<void> {
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  const sent = await query(ctx)
    .selectFrom('FulfillmentLine')
    .select('orderLineId')
    .where('orderLineId', 'in', ids)
    .execute();
  const named = gone.find(({ id }) => sent.some(({ orderLineId }) => orderLineId === id));
  if (named)
    throw new Rejection(
      invalidInput(
        `${named.sku ?? 'A line'} was in a parcel that was called off, which still names it: cancel its units instead.`,
        ['changes'],
      ),
    );
  await query(ctx).deleteFrom('OrderLineRow').where('id', 'in', ids).execute();
}
