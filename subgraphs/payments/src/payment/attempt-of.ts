import type { ChargeAttempt } from '../provider/payment-provider.js';
import type { PaymentRow } from './payment.entity.js';

/**
 * The attempt as the provider is told of it: only what is written down, so that it is the same at
 * every call.
 */
export function attemptOf({
  providerKey: key,
  orderId: orderRef,
  amount: minor,
  currency,
  providerRef,
  captureLater,
}: PaymentRow): ChargeAttempt {
  return {
    key,
    orderRef,
    amount: { minor, currency },
    ...(providerRef ? { ref: providerRef } : {}),
    ...(captureLater ? { captureLater } : {}),
  };
}
