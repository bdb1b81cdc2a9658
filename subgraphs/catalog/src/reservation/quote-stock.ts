import { money } from '@emporium/graphql/money.type';
import { checked } from '@emporium/graphql/checked';
import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import { insufficientStock } from '../stock/insufficient-stock.js';
import { query } from '../tables.js';
import { quoteLines } from './quote-lines.js';
import { reservationLines, sumByVariant } from './reservation-lines.js';
import type { ReservationLine, ReservedLine } from './reservation.type.js';

/**
 * Says what units would cost and whether there are so many, and holds nothing. Throws a Rejection
 * that names every line at fault, as a hold would.
 */
export async function quoteStock(
  ctx: Ctx,
  lines: readonly ReservationLine[],
): Promise<ReservedLine[]> {
  const wanted = sumByVariant(checked(reservationLines, lines, ['lines']));
  const quotes = await quoteLines(ctx, wanted);
  const stock = await query(ctx)
    .selectFrom('Stock')
    .select(['variantId', 'onHand', 'reserved'])
    .where('variantId', 'in', [...wanted.keys()])
    .execute();
  const short = [...wanted].flatMap(([variantId, quantity], index) => {
    const row = stock.find((each) => each.variantId === variantId);
    const available = row ? row.onHand - row.reserved : 0;
    return available < quantity
      ? [insufficientStock(variantId, quantity, available, ['lines', String(index), 'quantity'])]
      : [];
  });
  if (short.length > 0) throw new Rejection(...short);
  return quotes.map(({ unitPrice, currency, ...quote }) => ({
    ...quote,
    unitPrice: money(unitPrice, currency),
  }));
}
