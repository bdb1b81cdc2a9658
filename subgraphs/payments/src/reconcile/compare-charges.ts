import { OPEN_STATUSES, PaymentStatus } from '../payment/payment-status.js';
import type { BookedCharge } from './booked-charges.js';
import type { OwnCharge, OwnRefund } from './own-charges.js';

/** Something that we and the provider tell differently, and what is safe to do about it. */
export interface Difference {
  text: string;
  repair?:
    | { settle: string }
    | { send: string }
    | { record: { paymentId: string; key: string; ref: string; amount: number } };
}

/** What can still change by asking the provider: its answer moves the payment. */
const MOVABLE: readonly PaymentStatus[] = [...OPEN_STATUSES, PaymentStatus.FAILED];
/** What the provider's books call money that is set aside. */
const HELD = ['authorized', 'requires_capture'];

/** What the provider's books and ours tell differently of charges and refunds. */
export function compareCharges(
  booked: readonly BookedCharge[],
  own: readonly OwnCharge[],
  refunds: readonly OwnRefund[],
): Difference[] {
  const ownByKey = new Map(own.map((payment) => [payment.providerKey, payment]));
  const bookedKeys = new Set(booked.map(({ key }) => key));
  const refundsOf = Map.groupBy(refunds, ({ paymentId }) => paymentId);
  return [
    ...booked.flatMap((charge) => {
      const payment = ownByKey.get(charge.key);
      if (payment)
        return [
          ...chargeDifferences(charge, payment),
          ...refundDifferences(charge, payment, refundsOf.get(payment.id) ?? []),
        ];
      return charge.taken > 0 || HELD.includes(charge.status)
        ? [
            {
              text: `charge ${charge.ref} of order ${charge.orderRef} over ${charge.taken || charge.amount} ${charge.currency} is unknown here (npm run reconcile writes down what can be)`,
            },
          ]
        : [];
    }),
    ...own
      .filter(({ providerKey }) => !bookedKeys.has(providerKey))
      .filter(({ captured, status }) => captured > 0 || status === PaymentStatus.AUTHORIZED)
      .map(({ id, status, amount, currency }) => ({
        text: `payment ${id} over ${amount} ${currency} is ${status} here and unknown to the provider`,
      })),
  ];
}

function chargeDifferences(charge: BookedCharge, payment: OwnCharge): Difference[] {
  const { id, status } = payment;
  const about = `payment ${id} of order ${payment.orderId}`;
  if (charge.currency !== payment.currency || charge.orderRef !== payment.orderId)
    return [{ text: `${about} is another charge at the provider: ${charge.ref}` }];
  const held = HELD.includes(charge.status) && charge.taken === payment.captured;
  const behind = charge.taken > payment.captured || (held && status !== PaymentStatus.AUTHORIZED);
  if (!behind && charge.taken === payment.captured) return [];
  const text = `${about} has ${payment.captured} of ${payment.amount} ${payment.currency} captured here (${status}), the provider has ${charge.taken} (${charge.status})`;
  return [behind && MOVABLE.includes(status) ? { text, repair: { settle: id } } : { text }];
}

function refundDifferences(
  charge: BookedCharge,
  payment: OwnCharge,
  own: readonly OwnRefund[],
): Difference[] {
  const there = new Map(charge.refunds.map((refund) => [refund.key, refund]));
  const known = new Map(own.map((refund) => [refund.providerKey, refund]));
  const refs = new Set(own.map(({ providerRef }) => providerRef));
  const sum = own.filter(({ status }) => status === 'SUCCEEDED');
  let left = charge.taken - sum.reduce((total, { amount }) => total + amount, 0);
  const unknown = charge.refunds
    .filter(({ key, ref }) => known.get(key)?.status !== 'SUCCEEDED' && !refs.has(ref))
    .map(({ key, ref, amount }): Difference => {
      const ours = known.get(key);
      const text = `refund ${ref} of payment ${payment.id} over ${amount} is ${ours?.status ?? 'unknown'} here`;
      if (ours?.status === 'PENDING') return { text, repair: { send: ours.id } };
      if (ours || amount > left || payment.captured !== charge.taken) return { text };
      left -= amount;
      return { text, repair: { record: { paymentId: payment.id, key, ref, amount } } };
    });
  const byRef = new Map(charge.refunds.map((refund) => [refund.ref, refund]));
  const missing = sum.flatMap(({ id, providerKey, providerRef, amount }): Difference[] => {
    const other = there.get(providerKey) ?? byRef.get(providerRef ?? '');
    if (!other) return [{ text: `refund ${id} over ${amount} is unknown to the provider` }];
    return other.amount === amount
      ? []
      : [{ text: `refund ${id} is ${amount} here, ${other.amount} at the provider` }];
  });
  return [...unknown, ...missing];
}
