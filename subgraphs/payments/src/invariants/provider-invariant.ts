import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../context.js';
import { bookedCharges, type BookedCharge } from '../reconcile/booked-charges.js';
import { type OwnCharge, ownCharges } from '../reconcile/own-charges.js';

/** The provider's own books against ours; skipped for a provider that does not show them. */
export const providerInvariant: InvariantCheck<PaymentsServices> = {
  id: 'I6',
  title:
    "the provider's books: at most one successful charge per order and change that made it dearer, refunds within it, and the same as ours",
  run: async (ctx) => {
    const log = await ctx.services.provider.log?.();
    if (!log) return [];
    const charges = bookedCharges(log);
    const own = await ownCharges(ctx);
    return [...perOrder(own, charges), ...againstOurs(own, charges)];
  },
};

function perOrder(own: readonly OwnCharge[], charges: readonly BookedCharge[]): string[] {
  const rounds = new Map(own.map(({ providerKey, round }) => [providerKey, round]));
  const taken = charges.filter((charge) => charge.taken > 0);
  return [...Map.groupBy(taken, (charge) => charge.orderRef)].flatMap(([orderRef, charged]) => {
    const returned = charged.reduce((sum, charge) => sum + charge.returned, 0);
    const total = charged.reduce((sum, charge) => sum + charge.taken, 0);
    return [
      ...(charged.length > new Set(charged.map(({ key }) => rounds.get(key) ?? 0)).size
        ? [`order ${orderRef} was charged ${charged.length} times`]
        : []),
      ...(returned > total ? [`order ${orderRef} was refunded ${returned} of ${total}`] : []),
    ];
  });
}

function againstOurs(stored: readonly OwnCharge[], charges: readonly BookedCharge[]): string[] {
  const byKey = new Map(stored.map((payment) => [payment.providerKey, payment]));
  const taken = charges.filter((charge) => charge.taken > 0);
  const charged = new Set(taken.map((charge) => charge.key));
  const unknown = taken.flatMap((charge) => {
    const payment = byKey.get(charge.key);
    if (!payment) return [`the provider charged ${charge.key}, which we do not know`];
    const same =
      payment.captured === charge.taken &&
      payment.amount === charge.amount &&
      payment.currency === charge.currency;
    return same ? [] : [`payment ${payment.id} differs from the charge at the provider`];
  });
  const missing = stored
    .filter((p) => p.captured > 0 && !charged.has(p.providerKey))
    .map((p) => `payment ${p.id} is captured here, not at the provider`);
  return [...unknown, ...missing];
}
