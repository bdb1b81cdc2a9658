import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, type UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { once } from '@emporium/platform/once';
import { z } from 'zod';
import { OrderRefundReason } from '../refund/order-refund.type.js';
import { type LineRefund, requestRefund } from '../refund/request-refund.js';
import { shareOfUnits } from '../refund/share-of-units.js';
import { query } from '../tables.js';
import {
  type LockedReturn,
  lockReturn,
  type ReturnAnswer,
  returnAnswer,
  takeStep,
} from './change-return.js';
import type { ReturnRefundArgs } from './return.inputs.js';
import { ReturnStatus } from './return.entity.js';

const amount = z.object({
  minor: z.number().int().nonnegative('A refund is not negative.'),
  currency: z.string(),
});
const argsSchema = z.object({
  id: z.string(),
  lines: z
    .array(z.object({ orderLineId: z.string(), amount }))
    .max(200, 'At most 200 lines.')
    .refine(
      (lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length,
      'Name each order line once.',
    )
    .nullish(),
  shipping: amount.nullish(),
  idempotencyKey,
});
type Request = Omit<z.infer<typeof argsSchema>, 'idempotencyKey'>;

/**
 * Returns money for goods that came back, the share of the received units unless amounts are named;
 * once per key, and never more than is left of each line, of the shipping and of what was paid.
 * Throws a Rejection when nothing came back yet or all of it was refunded.
 */
export async function refundReturn(ctx: Ctx, args: ReturnRefundArgs): Promise<ReturnAnswer> {
  const { idempotencyKey: key, ...request } = checked(argsSchema, args);
  const { id } = request;
  await once(ctx, { operation: 'returnRefund', key, request }, async () => {
    const locked = await lockReturn(ctx, id);
    if (locked.return.status !== ReturnStatus.RECEIVED)
      throw new Rejection(
        invalidInput(
          `A return that is ${locked.return.status} cannot be refunded: its goods must have come back, and it must not be closed.`,
          ['id'],
        ),
      );
    const shipping = shippingOf(locked, request);
    const lines = request.lines ? named(locked, request.lines) : shares(locked);
    if (lines.reduce((sum, line) => sum + line.amount, shipping) === 0)
      throw new Rejection(
        invalidInput(
          request.lines
            ? 'Name an amount, or leave the lines out to refund what came back.'
            : 'Everything that came back with this return has been refunded.',
          request.lines ? ['lines'] : ['id'],
        ),
      );
    await settle(ctx, id, lines);
    const { order, actor } = locked;
    const reason = OrderRefundReason.RETURNED;
    const sum = await requestRefund(ctx, order, { lines, shipping, reason, returnId: id, actor });
    const note = `${sum} ${order.currency}`;
    await takeStep(ctx, locked, { change: 'REFUNDED', to: locked.return.status, note });
    return { done: true };
  });
  return returnAnswer(ctx, id);
}

function shippingOf({ order }: LockedReturn, { shipping }: Request): number {
  if (!shipping) return 0;
  const left = order.shipping - order.shippingRefunded;
  if (shipping.currency !== order.currency)
    throw new Rejection(
      invalidInput(`The order is in ${order.currency}.`, ['shipping', 'currency']),
    );
  if (shipping.minor > left)
    throw new Rejection(
      invalidInput(`At most ${left} minor units of the shipping are left.`, ['shipping', 'minor']),
    );
  return shipping.minor;
}

/** Units of each line that came back and were not settled, with their share of the total. */
function shares({ return: { lines }, lines: orderLines }: LockedReturn): LineRefund[] {
  return lines.flatMap((returned) => {
    const quantity = returned.receivedQuantity - returned.refundedQuantity;
    const line = orderLines.find((each) => each.id === returned.orderLineId)!;
    return quantity > 0 ? [{ line, quantity, amount: shareOfUnits(line, quantity) }] : [];
  });
}

function named(
  { return: { lines }, lines: orderLines, order }: LockedReturn,
  wanted: NonNullable<Request['lines']>,
): LineRefund[] {
  const errors: UserError[] = [];
  const refunds = wanted.flatMap(({ orderLineId, amount: { minor, currency } }, index) => {
    const at = ['lines', String(index)];
    const returned = lines.find((each) => each.orderLineId === orderLineId);
    const line = orderLines.find((each) => each.id === orderLineId);
    const refuse = (message: string, field: string[]) => {
      errors.push(invalidInput(message, [...at, ...field]));
      return [];
    };
    if (!returned || !line) return refuse('This line is not one of the return.', ['orderLineId']);
    if (returned.receivedQuantity === 0)
      return refuse('Nothing of this line has come back.', ['orderLineId']);
    if (currency !== order.currency)
      return refuse(`The order is in ${order.currency}.`, ['amount', 'currency']);
    const left = line.total - line.refunded;
    if (minor > left)
      return refuse(`At most ${left} minor units of this line are left.`, ['amount', 'minor']);
    const quantity = returned.receivedQuantity - returned.refundedQuantity;
    return [{ line, quantity, amount: minor }];
  });
  if (errors.length > 0) throw new Rejection(...errors);
  return refunds;
}

async function settle(ctx: Ctx, returnId: string, lines: readonly LineRefund[]): Promise<void> {
  for (const { line, quantity, amount: minor } of lines)
    await query(ctx)
      .updateTable('ReturnLine')
      .set((eb) => ({
        refundedQuantity: eb('refundedQuantity', '+', quantity),
        refunded: eb('refunded', '+', minor),
      }))
      .where('returnId', '=', returnId)
      .where('orderLineId', '=', line.id)
      .execute();
}
