import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { loadPlacedOrder } from '../order/load-order.js';
import { linesOfOrders } from '../order/order-lines.js';
import { reserveStock, type Reserved } from '../placing/reserve-stock.js';
import { LimitReachedError } from '../redemption/redeem.js';
import { applyEdit } from './apply-edit.js';
import { loadEdit } from './load-edit.js';
import type { OrderEditRow } from './order-edit.entity.js';
import { planEdit, type EditPlan } from './plan-edit.js';
import { priceEdit } from './price-edit.js';
import { quotesOf, soldQuotes } from './read-quotes.js';
import { refuseEdit } from './refuse-edit.js';

/** Times an order is priced again because a promotion ran out meanwhile. */
const ATTEMPTS = 4;

/**
 * Brings an OPEN change to its end: has catalog hold what is added, prices the order and applies the
 * change, or refuses it and lets go what is held. May be repeated and run twice at once, since the
 * hold is idempotent by the id of the change and each step is guarded by its status. Throws
 * SubgraphUnavailableError when catalog gives no answer in `timeoutMs`; the change then stays OPEN.
 */
export async function advanceEdit(ctx: Ctx, editId: string, timeoutMs: number): Promise<void> {
  const edit = await loadEdit(ctx, editId);
  if (edit?.status !== 'OPEN') return;
  if (edit.giveUpAt <= ctx.now())
    return refuseEdit(ctx, edit, [
      invalidInput('The order could not be changed in time: repeat it with a new idempotencyKey.', [
        'changes',
      ]),
    ]);
  const refused = await tryApply(ctx, edit, timeoutMs);
  if (refused) await refuseEdit(ctx, edit, refused);
}

/** Why the change is refused; undefined when it was applied. */
async function tryApply(
  ctx: Ctx,
  edit: OrderEditRow,
  timeoutMs: number,
): Promise<UserError[] | undefined> {
  try {
    const order = await loadPlacedOrder(ctx, edit.orderId);
    const [lines] = await linesOfOrders(ctx, [order.id]);
    // Another version is noticed when it is applied; only the units that are held come from here.
    const plan = planEdit(lines!, edit.changes);
    const sold = await soldQuotes(ctx, order.id, timeoutMs);
    const held = await hold(ctx, edit, plan, timeoutMs);
    if (held.outcome === 'refused') return held.errors.map((e) => ({ ...e, path: ['changes'] }));
    if (held.outcome === 'ended')
      return [
        invalidInput('The units are no longer held: repeat it with a new idempotencyKey.', [
          'changes',
        ]),
      ];
    const quotes = new Map([...quotesOf(held.lines), ...sold]);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const priced = await priceEdit(ctx, order, plan, quotes);
      if (priced.errors) return priced.errors;
      try {
        await applyEdit(ctx, edit.id, quotes, priced);
        return undefined;
      } catch (error) {
        // Somebody was faster with the last use of a promotion: the counters say so now.
        if (!(error instanceof LimitReachedError)) throw error;
      }
    }
    return [invalidInput('A promotion of this order has ended: try again.', ['changes'])];
  } catch (error) {
    if (error instanceof Rejection) return [...error.errors];
    throw error;
  }
}

async function hold(
  ctx: Ctx,
  edit: OrderEditRow,
  { added }: EditPlan,
  timeoutMs: number,
): Promise<Reserved> {
  if (added.length === 0) return { outcome: 'held', lines: [], isScarce: false };
  const { id, giveUpAt: expiresAt } = edit;
  return reserveStock(ctx, { id, expiresAt }, added, timeoutMs);
}
