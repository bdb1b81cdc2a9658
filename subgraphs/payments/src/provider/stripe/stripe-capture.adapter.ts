import type Stripe from 'stripe';
import type { CaptureRequest } from '../payment-provider.js';
import { isRefusal } from './stripe-errors.adapter.js';

/**
 * Captures an intent once per key: what is not captured becomes free again. Stripe forgets
 * idempotency keys after a day and refuses a second capture, so a refusal is followed by a look at
 * what the intent has become.
 */
export async function captureOnce(
  stripe: Stripe,
  { key, attempt, amount }: CaptureRequest,
  timeout: number,
): Promise<{ status: 'succeeded' | 'failed'; captured: number }> {
  const ref = attempt.ref ?? '';
  try {
    const intent = await stripe.paymentIntents.capture(
      ref,
      { amount_to_capture: amount.minor },
      { idempotencyKey: key, timeout },
    );
    return { status: 'succeeded', captured: intent.amount_received };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const intent = await stripe.paymentIntents.retrieve(ref, {}, { timeout });
    const captured = intent.status === 'succeeded' ? intent.amount_received : 0;
    return { status: captured > 0 ? 'succeeded' : 'failed', captured };
  }
}
