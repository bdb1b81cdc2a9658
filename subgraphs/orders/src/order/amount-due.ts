import type { VisibleOrder } from './order.entity.js';

type Amounts = Pick<VisibleOrder, 'total' | 'editRefunded' | 'covered' | 'paidAt' | 'status'>;

/**
 * What all payments of an order come to: its total, and what went back because a change made it
 * cheaper after it was paid.
 */
export const payableOf = ({ total, editRefunded }: Pick<Amounts, 'total' | 'editRefunded'>) =>
  total + editRefunded;

/** What is to be paid of an order that was paid and then made dearer; 0 for every other. */
export const amountDueOf = (order: Amounts): number =>
  order.paidAt === null || order.status === 'CANCELLED'
    ? 0
    : Math.max(0, payableOf(order) - order.covered);
