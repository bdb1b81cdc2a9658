import type Stripe from 'stripe';
import { ProviderUnavailableError, type RefundRequest } from '../payment-provider.js';
import { isRefusal } from './stripe-errors.adapter.js';
import { KEY } from './stripe-charge.adapter.js';

/**
 * Returns money of an intent once per key. Stripe forgets idempotency keys after a day while a
 * refund may be asked for longer, so what was refunded already is looked up first. Throws
 * ProviderUnavailableError while the outcome is open.
 */
export async function refundOnce(
  stripe: Stripe,
  { key, ref, amount }: RefundRequest,
  timeout: number,
): Promise<{ ref: string; status: 'succeeded' | 'failed' }> {
  const refund = (await madeBefore(stripe, key, ref, timeout)) ?? (await make());
  if (!refund) return { ref: '', status: 'failed' };
  if (refund.status === 'succeeded') return { ref: refund.id, status: 'succeeded' };
  if (refund.status === 'failed' || refund.status === 'canceled')
    return { ref: refund.id, status: 'failed' };
  throw new ProviderUnavailableError(`the refund is ${refund.status}`);

  async function make(): Promise<Stripe.Refund | null> {
    try {
      return await stripe.refunds.create(
        { payment_intent: ref, amount: amount.minor, metadata: { [KEY]: key } },
        { idempotencyKey: key, timeout },
      );
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }
}

async function madeBefore(
  stripe: Stripe,
  key: string,
  ref: string,
  timeout: number,
): Promise<Stripe.Refund | undefined> {
  for await (const refund of stripe.refunds.list(
    { payment_intent: ref, limit: 100 },
    { timeout },
  )) {
    if (refund.metadata?.[KEY] === key) return refund;
  }
  return undefined;
}
