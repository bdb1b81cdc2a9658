import type Stripe from 'stripe';
import type { ProviderLogEntry } from '../payment-provider.js';
import { KEY, ORDER } from './stripe-charge.adapter.js';
import { asked } from './stripe-errors.adapter.js';

const PAGE = 100;
const TIMEOUT_MS = 10_000;

/**
 * Charges that Stripe lists as made since then and that carry our key (others of the same account are
 * not ours), and refunds. Throws ProviderUnavailableError.
 */
export async function* stripeEntries(
  stripe: Stripe,
  since: Date,
): AsyncGenerator<ProviderLogEntry> {
  const created = { gte: Math.floor(since.getTime() / 1_000) };
  const intents = (after: object) =>
    stripe.paymentIntents.list({ created, limit: PAGE, ...after }, { timeout: TIMEOUT_MS });
  for await (const intent of pages(intents)) {
    const key = intent.metadata[KEY];
    if (key !== undefined) yield chargeEntry(intent, key);
  }
  const refunds = (after: object) =>
    stripe.refunds.list({ created, limit: PAGE, ...after }, { timeout: TIMEOUT_MS });
  for await (const refund of pages(refunds)) {
    // One that was made by hand at Stripe has no key of ours, and may be of a charge of ours.
    yield refundEntry(refund, refund.metadata?.[KEY] ?? refund.id);
  }
}

async function* pages<T extends { id: string }>(
  page: (after: object) => Promise<{ data: T[]; has_more: boolean }>,
): AsyncGenerator<T> {
  for (let after = {}; ;) {
    const { data, has_more: more } = await asked(TIMEOUT_MS, () => page(after));
    yield* data;
    if (!more || data.length === 0) return;
    after = { starting_after: data.at(-1)!.id };
  }
}

const at = (unixSeconds: number) => new Date(unixSeconds * 1_000).toISOString();

function chargeEntry(intent: Stripe.PaymentIntent, key: string): ProviderLogEntry {
  const succeeded = intent.status === 'succeeded';
  return {
    at: at(intent.created),
    op: 'charge',
    key,
    ref: intent.id,
    orderRef: intent.metadata[ORDER] ?? '',
    amount: succeeded ? intent.amount_received : intent.amount,
    currency: intent.currency.toUpperCase(),
    status: intent.status,
  };
}

function refundEntry(refund: Stripe.Refund, key: string): ProviderLogEntry {
  const intent = refund.payment_intent;
  return {
    at: at(refund.created),
    op: 'refund',
    key,
    ref: refund.id,
    orderRef: refund.metadata?.[ORDER] ?? '',
    amount: refund.amount,
    currency: refund.currency.toUpperCase(),
    status: refund.status ?? '',
    chargeRef: typeof intent === 'string' ? intent : (intent?.id ?? ''),
  };
}
