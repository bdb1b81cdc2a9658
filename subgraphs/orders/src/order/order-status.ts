import { registerEnumType } from 'type-graphql';

/** Where an order stands. Refunds and returns have states of their own. */
export enum OrderStatus {
  PENDING = 'PENDING',
  PAID = 'PAID',
  PROCESSING = 'PROCESSING',
  SHIPPED = 'SHIPPED',
  DELIVERED = 'DELIVERED',
  CANCELLED = 'CANCELLED',
}

registerEnumType(OrderStatus, {
  name: 'OrderStatus',
  description:
    'Where an order stands. Refunds are shown by Payment, returns by Return. New values may come: show unknown ones as they are.',
  valuesConfig: {
    PENDING: { description: 'Placed, its units are held until expiresAt; payment is awaited.' },
    PAID: { description: 'Paid; its units are sold.' },
    PROCESSING: { description: 'Being packed.' },
    SHIPPED: { description: 'On its way.' },
    DELIVERED: { description: 'Arrived.' },
    CANCELLED: { description: 'Cancelled or expired; units went back and money is returned.' },
  },
});

/**
 * States of the table: PLACING and REJECTED orders are the log of the placement saga and are shown
 * to nobody.
 */
export type StoredStatus = OrderStatus | 'PLACING' | 'REJECTED';

/** The state machine: from each status the ones that may follow. */
export const transitions: Record<OrderStatus, readonly OrderStatus[]> = {
  PENDING: [OrderStatus.PAID, OrderStatus.CANCELLED],
  PAID: [OrderStatus.PROCESSING, OrderStatus.CANCELLED],
  PROCESSING: [OrderStatus.SHIPPED, OrderStatus.CANCELLED],
  // Back only when a parcel turns out to be a mistake.
  SHIPPED: [OrderStatus.DELIVERED, OrderStatus.PROCESSING],
  DELIVERED: [],
  CANCELLED: [],
};

/** Statuses from which an order may go to `to`. */
export function statusesBefore(to: OrderStatus): OrderStatus[] {
  return Object.values(OrderStatus).filter((from) => transitions[from].includes(to));
}

/**
 * What orderTransition may choose. PAID is missing because only captured money makes an order paid,
 * CANCELLED once units are on their way, and the way back from SHIPPED because only a parcel that
 * was called off leads there.
 */
export function staffTransitions({
  status,
  parcels,
}: {
  status: OrderStatus;
  parcels: number;
}): OrderStatus[] {
  return transitions[status].filter(
    (to) =>
      to !== OrderStatus.PAID &&
      !(to === OrderStatus.CANCELLED && parcels > 0) &&
      !(to === OrderStatus.PROCESSING && status === OrderStatus.SHIPPED),
  );
}
