import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { z } from 'zod';
import type { OrderLineRow } from '../order/order-line.entity.js';

/** Units of one order line. */
export interface LineUnits {
  orderLineId: string;
  quantity: number;
}

/** Some lines of an order with units of each, every line once. */
export const lineUnits = z
  .array(
    z.object({
      orderLineId: z.string(),
      quantity: z.number().int().min(1, 'At least one unit.').max(1_000_000, 'Too many units.'),
    }),
  )
  .min(1, 'Name at least one line, or leave the lines out.')
  .max(200, 'At most 200 lines.')
  .refine(
    (lines) => new Set(lines.map((line) => line.orderLineId)).size === lines.length,
    'Name each order line once.',
  );

/** Units of a line that are neither in a parcel nor cancelled. */
export const openUnitsOf = (line: OrderLineRow) =>
  line.quantity - line.fulfilledQuantity - line.cancelledQuantity;

/**
 * The units that are meant: the ones named, or all that are open. Throws a Rejection that names
 * every line which has not so many open units, or says that there are none at all.
 */
export function openUnits(
  lines: readonly OrderLineRow[],
  wanted: readonly LineUnits[] | null | undefined,
): LineUnits[] {
  const open = new Map(lines.map((line) => [line.id, openUnitsOf(line)]));
  if (!wanted) {
    const all = [...open].flatMap(([orderLineId, quantity]) =>
      quantity > 0 ? [{ orderLineId, quantity }] : [],
    );
    if (all.length === 0)
      throw new Rejection(
        invalidInput('Every unit of this order is in a parcel or cancelled.', ['orderId']),
      );
    return all;
  }
  const errors = wanted.flatMap(({ orderLineId, quantity }, index) => {
    const most = open.get(orderLineId);
    const at = ['lines', String(index)];
    if (most === undefined)
      return [invalidInput('This line is not one of the order.', [...at, 'orderLineId'])];
    return quantity > most
      ? [
          invalidInput(
            `At most ${most} units of this line are left: the others are in parcels or cancelled.`,
            [...at, 'quantity'],
          ),
        ]
      : [];
  });
  if (errors.length > 0) throw new Rejection(...errors);
  return [...wanted];
}
