import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';

interface StoredPayment {
  id: string;
  provider_key: string;
  amount: string;
  refunded: string;
  currency: string;
  captured: boolean;
}

/** The provider's own books against ours; skipped for a provider that does not show them. */
export const providerInvariant: InvariantCheck<PaymentsServices> = {
  id: 'I6',
  title: "the provider's books: at most one successful charge per order, refunds within it, and the same as ours",
  run: async (ctx) => {
    const log = await ctx.services.provider.log?.();
    if (!log) return [];
    const stored = await sqlRows<StoredPayment>(
      ctx.em,
      `select id, provider_key, amount::text, refunded::text, currency, captured_at is not null as captured from payments.payment where provider = ?`,
      [ctx.services.provider.name],
    );
    const succeeded = log.filter((entry) => entry.status === 'succeeded');
    const charges = succeeded.filter((entry) => entry.op === 'charge');
    const refunds = succeeded.filter((entry) => entry.op === 'refund');
    return [...perOrder(charges, refunds), ...againstOurs(stored, charges)];
  },
};

function perOrder(charges: readonly ProviderLogEntry[], refunds: readonly ProviderLogEntry[]): string[] {
  return [...new Set(charges.map((charge) => charge.orderRef))].flatMap((orderRef) => {
    const charged = charges.filter((charge) => charge.orderRef === orderRef);
    const returned = refunds.filter((refund) => refund.orderRef === orderRef).reduce((sum, refund) => sum + refund.amount, 0);
    const total = charged.reduce((sum, charge) => sum + charge.amount, 0);
    return [
      ...(charged.length > 1 ? [`order ${orderRef} was charged ${charged.length} times`] : []),
      ...(returned > total ? [`order ${orderRef} was refunded ${returned} of ${total}`] : []),
    ];
  });
}

function againstOurs(stored: readonly StoredPayment[], charges: readonly ProviderLogEntry[]): string[] {
  const byKey = new Map(stored.map((payment) => [payment.provider_key, payment]));
  const charged = new Set(charges.map((charge) => charge.key));
  const unknown = charges.flatMap((charge) => {
    const payment = byKey.get(charge.key);
    if (!payment) return [`the provider charged ${charge.key}, which we do not know`];
    const same = payment.captured && Number(payment.amount) === charge.amount && payment.currency === charge.currency;
    return same ? [] : [`payment ${payment.id} differs from the charge at the provider`];
  });
  const missing = stored
    .filter((p) => p.captured && !charged.has(p.provider_key))
    .map((p) => `payment ${p.id} is captured here, not at the provider`);
  return [...unknown, ...missing];
}
