import type { Answer } from '@emporium/graphql/as-payload';
import type { PaymentAnswer } from './create-payment.js';
import type { PaymentPayload } from './payment.payload.js';
import { paymentType } from './payment.type.js';

/** The answer of a mutation from what a use case on a payment returns. */
export function paymentAnswer({ payment, userErrors = [] }: PaymentAnswer): Answer<PaymentPayload> {
  return {
    payment: paymentType(payment),
    clientSecret: payment.clientSecret ?? null,
    userErrors,
  };
}
