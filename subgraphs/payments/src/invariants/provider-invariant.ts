import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { Ctx, PaymentsServices } from '../context.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';
import { query } from '../tables.js';

type StoredPayment = Awaited<ReturnType<typeof ourPayments>>[number];

/** The provider's own books against ours; skipped for a provider that does not show them. */
export const providerInvariant: InvariantCheck<PaymentsServices> = {
  id: 'I6',
  title:
    "the provider's books: at most one successful charge per order, refunds within it, and the same as ours",
  run: async (ctx) => {
    const log = await ctx.services.provider.log?.();
    if (!log) return [];
    const stored = await ourPayments(ctx);
    const succeeded = log.filter((entry) => entry.status === 'succeeded');
    const charges = succeeded.filter((entry) => entry.op === 'charge');
    const refunds = succeeded.filter((entry) => entry.op === 'refund');
    return [...perOrder(charges, refunds), ...againstOurs(stored, charges)];
  },
};

const ourPayments = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'providerKey', 'amount', 'currency', 'capturedAt'])
    .where('provider', '=', ctx.services.provider.name)
    .execute();

function perOrder(
  charges: readonly ProviderLogEntry[],
  refunds: readonly ProviderLogEntry[],
): string[] {
  return [...new Set(charges.map((charge) => charge.orderRef))].flatMap((orderRef) => {
    const charged = charges.filter((charge) => charge.orderRef === orderRef);
    const returned = refunds
      .filter((refund) => refund.orderRef === orderRef)
      .reduce((sum, refund) => sum + refund.amount, 0);
    const total = charged.reduce((sum, charge) => sum + charge.amount, 0);
    return [
      ...(charged.length > 1 ? [`order ${orderRef} was charged ${charged.length} times`] : []),
      ...(returned > total ? [`order ${orderRef} was refunded ${returned} of ${total}`] : []),
    ];
  });
}

function againstOurs(
  stored: readonly StoredPayment[],
  charges: readonly ProviderLogEntry[],
): string[] {
  const byKey = new Map(stored.map((payment) => [payment.providerKey, payment]));
  const charged = new Set(charges.map((charge) => charge.key));
  const unknown = charges.flatMap((charge) => {
    const payment = byKey.get(charge.key);
    if (!payment) return [`the provider charged ${charge.key}, which we do not know`];
    const same =
      payment.capturedAt &&
      payment.amount === charge.amount &&
      payment.currency === charge.currency;
    return same ? [] : [`payment ${payment.id} differs from the charge at the provider`];
  });
  const missing = stored
    .filter((p) => p.capturedAt && !charged.has(p.providerKey))
    .map((p) => `payment ${p.id} is captured here, not at the provider`);
  return [...unknown, ...missing];
}
