import Stripe from 'stripe';
import type { PaymentProvider, ReceivedWebhook } from '../payment-provider.js';

const VALID_SECONDS = 300;

/** Reads an event of Stripe: `Stripe-Signature` over the raw body with the endpoint's signing secret, at most 5 minutes old. */
export function readStripeWebhook({ rawBody, headers, now }: ReceivedWebhook, secret: string): ReturnType<PaymentProvider['readWebhook']> {
  const signature = headers['stripe-signature'];
  if (typeof signature !== 'string') return 'unsigned';
  let event: Stripe.Event;
  try {
    event = Stripe.webhooks.constructEvent(rawBody, signature, secret, VALID_SECONDS, undefined, now.getTime());
  } catch (error) {
    return error instanceof Stripe.errors.StripeSignatureVerificationError ? 'unsigned' : 'malformed';
  }
  const about = event.data?.object as Partial<Stripe.PaymentIntent> | undefined;
  if (typeof event.id !== 'string' || typeof event.type !== 'string' || !about) return 'malformed';
  // Everything else that an endpoint may be subscribed to (charges, refunds, disputes) is asked for by other ways or not ours.
  if (about.object !== 'payment_intent') return 'ignored';
  if (typeof about.id !== 'string' || typeof about.amount !== 'number' || typeof about.currency !== 'string') return 'malformed';
  return {
    id: event.id,
    type: event.type,
    paymentRef: about.id,
    amount: { minor: about.amount, currency: about.currency.toUpperCase() },
  };
}
