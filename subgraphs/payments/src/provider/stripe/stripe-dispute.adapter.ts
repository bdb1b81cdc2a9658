import type Stripe from 'stripe';
import type { Dispute } from '../payment-provider.js';
import { isRefusal } from './stripe-errors.adapter.js';

/** The dispute as Stripe has it now, or null for an unknown one. */
export async function findDispute(
  stripe: Stripe,
  ref: string,
  timeout: number,
): Promise<Dispute | null> {
  try {
    const dispute = await stripe.disputes.retrieve(ref, {}, { timeout });
    const intent = dispute.payment_intent;
    return {
      ref: dispute.id,
      chargeRef: typeof intent === 'string' ? intent : (intent?.id ?? ''),
      status: statusOf(dispute.status),
      amount: { minor: dispute.amount, currency: dispute.currency.toUpperCase() },
      reason: dispute.reason,
    };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** An inquiry that was closed without a dispute cost nothing: it counts as won. */
function statusOf(status: Stripe.Dispute.Status): Dispute['status'] {
  if (status === 'lost') return 'lost';
  return status === 'won' || status === 'warning_closed' ? 'won' : 'open';
}
