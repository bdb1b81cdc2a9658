import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput, type UserError } from '@emporium/graphql/user-errors';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { OrderStatus } from '../order/order-status.js';
import type { VisibleOrder } from '../order/order.entity.js';
import type { StoredChange } from './order-edit.entity.js';

/** A line as it shall be. */
export interface PlannedLine {
  /** The line as it is; null for a new one. */
  before: OrderLineRow | null;
  variantId: string;
  quantity: number;
  /** Price that staff gave it, now or before; null: that of the rules. */
  fixedPrice: number | null;
}

/** What an order shall consist of; each variant once in `added` and `removed` together. */
export interface EditPlan {
  lines: PlannedLine[];
  added: { variantId: string; quantity: number }[];
  removed: { variantId: string; quantity: number }[];
  /** Lines that go away. */
  gone: OrderLineRow[];
}

const CAN_BE_EDITED: readonly OrderStatus[] = [OrderStatus.PAID, OrderStatus.PROCESSING];

/** Throws a Rejection that says why staff cannot change what is in the order. */
export function assertEditable(order: VisibleOrder): void {
  const refuse = (message: string): never => {
    throw new Rejection(invalidInput(message, ['orderId']));
  };
  if (order.status === OrderStatus.PENDING)
    refuse('This order is not paid: cancel it and have it placed again.');
  if (!CAN_BE_EDITED.includes(order.status))
    refuse(`An order that is ${order.status} cannot be changed any more.`);
  if (order.parcels > 0)
    refuse(
      'A part of this order is on its way: cancel units that are left, or have what arrives sent back.',
    );
}

/** Works out what the order shall consist of. Throws a Rejection that names every wrong change. */
export function planEdit(
  lines: readonly OrderLineRow[],
  changes: readonly StoredChange[],
): EditPlan {
  const errors: UserError[] = [];
  const planned = new Map<string, PlannedLine>(
    lines.map((before) => [
      before.id,
      {
        before,
        variantId: before.variantId,
        quantity: before.quantity,
        fixedPrice: before.fixedPrice,
      },
    ]),
  );
  const named = new Set<string>();
  for (const [index, change] of changes.entries()) {
    const name = change.variantId ?? change.orderLineId!;
    const problem = named.has(name)
      ? { message: 'Name each variant and each line once.', field: 'orderLineId' }
      : take(planned, change);
    named.add(name);
    if (problem)
      errors.push(invalidInput(problem.message, ['changes', String(index), problem.field]));
  }
  if (errors.length > 0) throw new Rejection(...errors);
  const all = [...planned.values()];
  const kept = all.filter(({ quantity }) => quantity > 0);
  if (kept.length === 0)
    throw new Rejection(
      invalidInput('Nothing would be left of the order: cancel it instead.', ['changes']),
    );
  const more = (line: PlannedLine) => line.quantity - (line.before?.quantity ?? 0);
  return {
    lines: kept,
    added: all
      .filter((line) => more(line) > 0)
      .map((line) => ({ variantId: line.variantId, quantity: more(line) })),
    removed: all
      .filter((line) => more(line) < 0)
      .map((line) => ({ variantId: line.variantId, quantity: -more(line) })),
    gone: all.flatMap(({ quantity, before }) => (quantity === 0 && before ? [before] : [])),
  };
}

interface Problem {
  message: string;
  field: string;
}

function take(planned: Map<string, PlannedLine>, change: StoredChange): Problem | undefined {
  const { variantId, orderLineId, quantity, unitPrice } = change;
  if (variantId !== null) {
    if ([...planned.values()].some((line) => line.variantId === variantId))
      return {
        message: 'The order has this variant already: change the quantity of its line.',
        field: 'variantId',
      };
    if (!quantity) return { message: 'Say how many units to add.', field: 'quantity' };
    planned.set(variantId, { before: null, variantId, quantity, fixedPrice: unitPrice });
    return undefined;
  }
  const line = planned.get(orderLineId!);
  if (!line?.before) return { message: 'This line is not one of the order.', field: 'orderLineId' };
  const { before } = line;
  const wanted = quantity ?? before.quantity;
  const settled = Math.max(before.cancelledQuantity, before.refundedQuantity);
  if (wanted < settled || (wanted === 0 && before.refunded > 0))
    return {
      message: `${settled} units of this line were cancelled or refunded: at least so many stay in it.`,
      field: 'quantity',
    };
  if (wanted === before.quantity && (unitPrice === null || unitPrice === before.unitPrice))
    return { message: 'Nothing would change in this line.', field: 'orderLineId' };
  line.quantity = wanted;
  line.fixedPrice = unitPrice ?? line.fixedPrice;
  return undefined;
}
