import Stripe from 'stripe';
import { ProviderUnavailableError } from '../payment-provider.js';
import { within } from '../within.js';

type Refusal = InstanceType<
  typeof Stripe.errors.StripeCardError | typeof Stripe.errors.StripeInvalidRequestError
>;

/** Stripe understood the request and says no, for good: the call had no effect. */
export function isRefusal(error: unknown): error is Refusal {
  const { StripeCardError, StripeInvalidRequestError } = Stripe.errors;
  // 409: another call with the same key is still under way, so nothing is known.
  return (
    (error instanceof StripeCardError || error instanceof StripeInvalidRequestError) &&
    error.statusCode !== 409
  );
}

/** The code that a refusal is remembered by: the bank's own reason where there is one. */
export function failureCodeOf(error: Refusal): string {
  return error.decline_code || error.code || 'declined';
}

/**
 * Waits at most `timeoutMs`. Whatever Stripe did not plainly refuse (no answer, 5xx, 409, 429, a
 * key it does not take) becomes ProviderUnavailableError: the outcome is unknown. A reused
 * idempotency key and a refusal that nobody expected reject as they are.
 */
export async function asked<T>(timeoutMs: number, work: () => Promise<T>): Promise<T> {
  try {
    return await within(timeoutMs, work);
  } catch (error) {
    const final: boolean = isRefusal(error);
    if (final || !(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.type === 'StripeIdempotencyError' && error.statusCode !== 409) throw error;
    throw new ProviderUnavailableError(
      `Stripe gave no answer: ${error.type} ${error.code ?? ''}`.trim(),
      { cause: error },
    );
  }
}
