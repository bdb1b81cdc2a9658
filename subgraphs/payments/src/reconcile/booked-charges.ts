import type { ProviderLogEntry } from '../provider/payment-provider.js';

/** A charge as the provider's books show it in the end. */
export interface BookedCharge {
  key: string;
  ref: string;
  orderRef: string;
  currency: string;
  /** What was asked for. */
  amount: number;
  at: string;
  /** Its last status there. */
  status: string;
  /** What the provider took, in minor units; of money that was only set aside, what was captured. */
  taken: number;
  /** What it gave back. */
  returned: number;
  /** Keys and amounts of the refunds that it made. */
  refunds: { key: string; ref: string; amount: number }[];
}

/** What the entries of the provider's books, in their order, say of each charge. */
export function bookedCharges(entries: readonly ProviderLogEntry[]): BookedCharge[] {
  const byKey = new Map<string, BookedCharge>();
  const byRef = new Map<string, BookedCharge>();
  // For books that do not name the charge of a refund: an order has one that succeeded.
  const byOrder = new Map<string, BookedCharge>();
  for (const entry of entries.filter(({ op }) => op === 'charge')) {
    const { key, ref, orderRef, currency, amount, at, status } = entry;
    const known = byKey.get(key) ?? { at, taken: 0, returned: 0, refunds: [] };
    const charge = Object.assign(known, {
      key,
      ref,
      orderRef,
      currency,
      amount,
      status,
    }) as BookedCharge;
    if (status === 'succeeded') charge.taken = amount;
    byKey.set(key, charge);
    byRef.set(ref, charge);
    if (charge.taken > 0) byOrder.set(orderRef, charge);
  }
  for (const { op, key, ref, amount, status, orderRef, chargeRef } of entries) {
    if (op === 'charge' || status !== 'succeeded') continue;
    const charge = byRef.get(chargeRef ?? '') ?? byOrder.get(orderRef);
    if (!charge) continue;
    if (op === 'capture') charge.taken += amount;
    else {
      charge.returned += amount;
      charge.refunds.push({ key, ref, amount });
    }
  }
  return [...byKey.values()];
}
