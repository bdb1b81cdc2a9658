import Stripe from 'stripe';
import type { PaymentProvider, ReceivedWebhook, WebhookNotice } from '../payment-provider.js';

const VALID_SECONDS = 300;

/**
 * Reads an event of Stripe: `Stripe-Signature` over the raw body with a signing secret of the
 * endpoint, at most 5 minutes old.
 */
export function readStripeWebhook(
  message: ReceivedWebhook,
  secrets: readonly string[],
): ReturnType<PaymentProvider['readWebhook']> {
  let event: ReturnType<typeof verified> = 'unsigned';
  for (const secret of secrets) {
    event = verified(message, secret);
    if (event !== 'unsigned') break;
  }
  if (event === 'unsigned' || event === 'malformed') return event;
  const about = event.data?.object as Partial<Stripe.PaymentIntent> | undefined;
  if (typeof event.id !== 'string' || typeof event.type !== 'string' || !about) return 'malformed';
  if ((about.object as string) === 'dispute') return disputeNotice(event);
  // Everything else that an endpoint may be subscribed to (charges, refunds) is asked for by other
  // ways or not ours.
  if (about.object !== 'payment_intent') return 'ignored';
  if (
    typeof about.id !== 'string' ||
    typeof about.amount !== 'number' ||
    typeof about.currency !== 'string'
  )
    return 'malformed';
  return {
    id: event.id,
    type: event.type,
    paymentRef: about.id,
    amount: { minor: about.amount, currency: about.currency.toUpperCase() },
  };
}

function disputeNotice({ id, type, data }: Stripe.Event): WebhookNotice | 'malformed' | 'ignored' {
  const {
    id: disputeRef,
    payment_intent: intent,
    amount,
    currency,
  } = data.object as Stripe.Dispute;
  if (!intent) return 'ignored';
  if (typeof disputeRef !== 'string' || typeof amount !== 'number' || typeof currency !== 'string')
    return 'malformed';
  return {
    id,
    type,
    paymentRef: typeof intent === 'string' ? intent : intent.id,
    amount: { minor: amount, currency: currency.toUpperCase() },
    disputeRef,
  };
}

function verified(
  { rawBody, headers, now }: ReceivedWebhook,
  secret: string,
): Stripe.Event | 'unsigned' | 'malformed' {
  const signature = headers['stripe-signature'];
  if (typeof signature !== 'string') return 'unsigned';
  try {
    return Stripe.webhooks.constructEvent(
      rawBody,
      signature,
      secret,
      VALID_SECONDS,
      undefined,
      now.getTime(),
    );
  } catch (error) {
    return error instanceof Stripe.errors.StripeSignatureVerificationError
      ? 'unsigned'
      : 'malformed';
  }
}
