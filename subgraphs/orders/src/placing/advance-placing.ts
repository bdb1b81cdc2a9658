import { calculateTotals, type Totals } from '@emporium/money/totals';
import { MoneyError } from '@emporium/money/money-error';
import { money as moneyType } from '@emporium/graphql/money.type';
import { invalidInput, userError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { findOrder } from '../order/load-order.js';
import { linesOfOrders } from '../order/order-lines.js';
import { PriceChangedError } from '../order/order.errors.js';
import { confirmOrder } from './confirm-order.js';
import { abandonOrder, rejectOrder } from './reject-order.js';
import { reserveStock, type ReservedLine } from './reserve-stock.js';

/**
 * Brings a PLACING order to its end: asks catalog for the units and confirms or rejects the order.
 * May be repeated and run twice at once, since the hold is idempotent by order id and each step is
 * guarded by the status. Throws SubgraphUnavailableError when catalog gives no answer in
 * `timeoutMs`; the order then stays PLACING.
 */
export async function advancePlacing(ctx: Ctx, orderId: string, timeoutMs: number): Promise<void> {
  const order = await findOrder(ctx, orderId);
  if (order?.status !== 'PLACING') return;
  if (order.giveUpAt <= ctx.now())
    return abandonOrder(ctx, orderId, [
      invalidInput('The order could not be placed in time: repeat it with a new idempotencyKey.'),
    ]);
  const [lines] = await linesOfOrders(ctx, [orderId]);
  const reserved = await reserveStock(ctx, order, lines!, timeoutMs);
  if (reserved.outcome === 'refused') return rejectOrder(ctx, orderId, reserved.errors);
  if (reserved.outcome === 'ended')
    return rejectOrder(ctx, orderId, [
      invalidInput('The units are no longer held: repeat the order with a new idempotencyKey.'),
    ]);
  const totals = totalsOf(reserved.lines, order.currency);
  if (!totals)
    return abandonOrder(ctx, orderId, [
      invalidInput('The total cannot be calculated: it is too large or in another currency.', [
        'input',
        'cartId',
      ]),
    ]);
  if (totals.total.minor !== order.expectedTotal) {
    const { total } = totals;
    return abandonOrder(ctx, orderId, [
      priceChanged({ minor: order.expectedTotal, currency: order.currency }, total),
    ]);
  }
  await confirmOrder(ctx, orderId, reserved, totals);
}

/** Says that the total is another one than the buyer saw. */
export function priceChanged(
  expected: { minor: number; currency: string },
  actual: { minor: number; currency: string },
): PriceChangedError {
  return userError(PriceChangedError, {
    message: 'The total has changed: show it and place the order again.',
    path: ['input', 'expectedTotal'],
    expected: moneyType(expected.minor, expected.currency),
    actual: moneyType(actual.minor, actual.currency),
  });
}

function totalsOf(lines: readonly ReservedLine[], currency: string): Totals | undefined {
  try {
    return calculateTotals(lines, { currency });
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}
