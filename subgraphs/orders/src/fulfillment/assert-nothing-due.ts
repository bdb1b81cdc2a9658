import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { amountDueOf } from '../order/amount-due.js';
import type { VisibleOrder } from '../order/order.entity.js';

/** Throws a Rejection while something is to be paid of an order that staff made dearer. */
export function assertNothingDue(order: VisibleOrder): void {
  const due = amountDueOf(order);
  if (due > 0)
    throw new Rejection(
      invalidInput(
        `${due} minor units (${order.currency}) are still to be paid after a change of this order: have them paid, or change the order again.`,
        ['orderId'],
      ),
    );
}
