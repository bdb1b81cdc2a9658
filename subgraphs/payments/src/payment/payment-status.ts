import { registerEnumType } from 'type-graphql';

export enum PaymentStatus {
  PENDING = 'PENDING',
  REQUIRES_ACTION = 'REQUIRES_ACTION',
  AUTHORIZED = 'AUTHORIZED',
  CAPTURED = 'CAPTURED',
  PARTIALLY_REFUNDED = 'PARTIALLY_REFUNDED',
  REFUNDED = 'REFUNDED',
  FAILED = 'FAILED',
  VOIDED = 'VOIDED',
}
registerEnumType(PaymentStatus, {
  name: 'PaymentStatus',
  description: 'Where a payment stands.',
  valuesConfig: {
    PENDING: { description: 'The outcome is not known yet and is being asked for.' },
    REQUIRES_ACTION: { description: 'The buyer has to do an extra step at the bank.' },
    AUTHORIZED: { description: 'The money is set aside.' },
    CAPTURED: { description: 'The money is ours.' },
    PARTIALLY_REFUNDED: { description: 'A part went back.' },
    REFUNDED: { description: 'All of it went back.' },
    FAILED: { description: 'Nothing was charged; a new attempt is possible.' },
    VOIDED: { description: 'Given up before anything was charged; what was set aside is free.' },
  },
});

/** Statuses whose outcome is still open: only from these may a provider's answer move a payment. */
export const OPEN_STATUSES: readonly PaymentStatus[] = [
  PaymentStatus.PENDING,
  PaymentStatus.REQUIRES_ACTION,
  PaymentStatus.AUTHORIZED,
];

/** Statuses in which money is held that can be returned. */
export const REFUNDABLE_STATUSES: readonly PaymentStatus[] = [
  PaymentStatus.CAPTURED,
  PaymentStatus.PARTIALLY_REFUNDED,
];

/** Statuses in which a payment covers a part of its order, or has done so until it was returned. */
export const COVERING_STATUSES: readonly PaymentStatus[] = [
  PaymentStatus.AUTHORIZED,
  ...REFUNDABLE_STATUSES,
  PaymentStatus.REFUNDED,
];

/** Statuses whose money counts against the order's total: it is held, or could still come. */
export const LIVE_STATUSES: readonly PaymentStatus[] = [
  PaymentStatus.PENDING,
  PaymentStatus.REQUIRES_ACTION,
  ...COVERING_STATUSES,
];
