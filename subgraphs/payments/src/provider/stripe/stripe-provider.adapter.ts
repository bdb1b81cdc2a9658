import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';
import type { ProviderConfig } from '../open-provider.js';
import type { Charge, PaymentProvider } from '../payment-provider.js';
import { OTHER_UNITS, stripeAddress } from './stripe-address.js';
import { captureOnce } from './stripe-capture.adapter.js';
import { chargeOf, declinedCharge, intentOf } from './stripe-charge.adapter.js';
import { asked, failureCodeOf, isRefusal } from './stripe-errors.adapter.js';
import { findDispute } from './stripe-dispute.adapter.js';
import { stripeEntries } from './stripe-lists.adapter.js';
import { stripeMinimum } from './stripe-minimum.js';
import { refundOnce } from './stripe-refund.adapter.js';
import { readStripeWebhook } from './stripe-webhook.adapter.js';

/** The SDK repeats a lost or refused-for-now call this often, with the same idempotency key. */
const RETRIES = 1;
/** With an intent comes the charge, which knows how long the money stays set aside. */
const EXPANDED = { expand: ['latest_charge'] };

/**
 * Charges through Stripe. An attempt is one payment intent: created without moving money
 * (`prepare`), then confirmed. It can be asked for by its id at any time, which idempotency keys
 * (forgotten after a day, and keeping an error for ever) could not promise; an intent that was
 * cancelled cannot be charged any more, not even by a call still on its way. Throws
 * ConfigurationError.
 */
export function openStripeProvider(config: Omit<ProviderConfig, 'dataDir'>): PaymentProvider {
  const address = stripeAddress(config.paymentUrl, config.stripeApiKey, config.shopCurrency);
  const httpAgent =
    address?.protocol === 'http'
      ? new HttpAgent({ keepAlive: true })
      : new HttpsAgent({ keepAlive: true });
  const stripe = new Stripe(config.stripeApiKey!, {
    maxNetworkRetries: RETRIES,
    telemetry: false,
    httpAgent,
    ...address,
  });

  const find = async (ref: string, timeout: number): Promise<Charge | null> => {
    const intent = await stripe.paymentIntents.retrieve(ref, EXPANDED, { timeout });
    return refused(intent) ? declined(intent, refused(intent)!, timeout) : chargeOf(intent);
  };
  /** A declined intent could be paid by another card, beside our next attempt: so it is ended. */
  const declined = async (
    intent: Stripe.PaymentIntent,
    code: string,
    timeout: number,
  ): Promise<Charge | null> => {
    try {
      return declinedCharge(await stripe.paymentIntents.cancel(intent.id, {}, { timeout }), code);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const now = await stripe.paymentIntents.retrieve(intent.id, EXPANDED, { timeout });
      return now.status === 'canceled' ? declinedCharge(now, code) : chargeOf(now);
    }
  };
  const confirm = async (
    ref: string,
    key: string,
    method: string,
    timeout: number,
  ): Promise<Charge | null> => {
    try {
      const confirmed = await stripe.paymentIntents.confirm(
        ref,
        { payment_method: method, ...EXPANDED },
        { idempotencyKey: `${key}:confirm`, timeout },
      );
      return chargeOf(confirmed);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const intent = await stripe.paymentIntents.retrieve(ref, EXPANDED, { timeout });
      return chargeOf(intent) ?? declined(intent, failureCodeOf(error), timeout);
    }
  };
  const create = (attempt: Parameters<typeof intentOf>[0], timeout: number) =>
    stripe.paymentIntents.create(intentOf(attempt), { idempotencyKey: attempt.key, timeout });

  return {
    name: 'stripe',
    // Several captures of one intent are a feature that Stripe enables per account, on request.
    capturesParts: false,
    minimum: stripeMinimum,
    accepts: (method) => /^pm_\w{1,190}$/.test(method),
    prepare: (attempt, timeout) =>
      asked(timeout, async () => {
        // Refused before anything is made: the amount would be read a hundredfold or a hundredth.
        if (OTHER_UNITS.has(attempt.amount.currency))
          return { failureCode: 'currency_not_supported' };
        try {
          return { ref: (await create(attempt, timeout)).id };
        } catch (error) {
          if (isRefusal(error)) return { failureCode: failureCodeOf(error) };
          throw error;
        }
      }),
    charge: ({ method, ...attempt }, timeout) =>
      asked(timeout, async () => {
        const ref = attempt.ref ?? (await create(attempt, timeout)).id;
        const charge = await confirm(ref, attempt.key, method, timeout);
        return charge ?? { ...attempt, ref, status: 'processing' };
      }),
    find: async ({ ref }, timeout) => (ref ? asked(timeout, () => find(ref, timeout)) : null),
    abandon: async (attempt, timeout) => {
      const { ref } = attempt;
      // Without a reference on record nothing was ever confirmed, and nothing will be: see prepare.
      if (!ref) return { ...attempt, ref: '', status: 'abandoned' };
      return asked(timeout, async () => {
        try {
          return chargeOf(await stripe.paymentIntents.cancel(ref, {}, { timeout }))!;
        } catch (error) {
          const charge = isRefusal(error) && (await find(ref, timeout));
          if (charge) return charge;
          throw error;
        }
      });
    },
    capture: (request, timeout) => asked(timeout, () => captureOnce(stripe, request, timeout)),
    findDispute: (ref, timeout) => asked(timeout, () => findDispute(stripe, ref, timeout)),
    entriesSince: (since) => stripeEntries(stripe, since),
    refund: (request, timeout) => asked(timeout, () => refundOnce(stripe, request, timeout)),
    reach: (timeout) =>
      asked(
        timeout,
        async () => void (await stripe.paymentIntents.list({ limit: 1 }, { timeout })),
      ),
    readWebhook: (message) => readStripeWebhook(message, config.paymentWebhookSecrets),
    close: async () => httpAgent.destroy(),
  };
}

/** Why the last try to pay with an intent failed, when it could be tried again. */
function refused(intent: Stripe.PaymentIntent): string | undefined {
  const error = intent.status === 'requires_payment_method' ? intent.last_payment_error : null;
  return error ? error.decline_code || error.code || 'declined' : undefined;
}
