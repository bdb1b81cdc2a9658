import type Stripe from 'stripe';
import type { Charge, ChargeAttempt } from '../payment-provider.js';

/** Where our key and order stand on everything that we create at Stripe. */
export const KEY = 'emporium_key';
export const ORDER = 'emporium_order';

/**
 * What an intent is created with. Only what is written down of the attempt, so that a repeat is the
 * same request.
 */
export function intentOf({
  key,
  orderRef,
  amount,
  captureLater,
}: ChargeAttempt): Stripe.PaymentIntentCreateParams {
  return {
    amount: amount.minor,
    currency: amount.currency.toLowerCase(),
    metadata: { [KEY]: key, [ORDER]: orderRef },
    ...(captureLater ? { capture_method: 'manual' as const } : {}),
    // The buyer does an extra step in the shop's own page, with the client secret; there is no page
    // to come back to.
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
  };
}

const STATUSES: Partial<Record<Stripe.PaymentIntent.Status, Charge['status']>> = {
  succeeded: 'succeeded',
  processing: 'processing',
  requires_capture: 'authorized',
  requires_action: 'requires_action',
  canceled: 'abandoned',
};

/** The intent as a charge, or null while nobody has tried to pay with it. */
export function chargeOf(intent: Stripe.PaymentIntent): Charge | null {
  const status = STATUSES[intent.status];
  return status ? charge(intent, status) : null;
}

/** The intent as a charge that the bank refused. */
export function declinedCharge(intent: Stripe.PaymentIntent, failureCode: string): Charge {
  return { ...charge(intent, 'declined'), failureCode };
}

function charge(intent: Stripe.PaymentIntent, status: Charge['status']): Charge {
  return {
    key: intent.metadata[KEY] ?? '',
    ref: intent.id,
    orderRef: intent.metadata[ORDER] ?? '',
    amount: { minor: intent.amount, currency: intent.currency.toUpperCase() },
    status,
    ...(status === 'requires_action' && intent.client_secret
      ? { clientSecret: intent.client_secret }
      : {}),
    ...(status === 'succeeded' && intent.amount_received < intent.amount
      ? { captured: intent.amount_received }
      : {}),
    ...(status === 'authorized' ? { captured: 0, authorizationExpiresAt: expiryOf(intent) } : {}),
  };
}

/**
 * When the hold on the card ends: as the card network says where Stripe tells it, else the shortest
 * term that Stripe documents.
 */
function expiryOf({ created, latest_charge: latest }: Stripe.PaymentIntent): string {
  const details = typeof latest === 'object' ? latest?.payment_method_details : undefined;
  const until = details?.card?.capture_before ?? created + SHORTEST_TERM_SECONDS;
  return new Date(until * 1_000).toISOString();
}

const SHORTEST_TERM_SECONDS = 4 * 24 * 3_600;
