import { createHmac, randomUUID } from 'node:crypto';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Charge } from './payment-provider.js';

/** How long the shop may take to answer. */
export const WEBHOOK_TIMEOUT_MS = 5_000;

/**
 * Signs a webhook body as docs/contract.md says: `t=<unix seconds>,v1=<hex hmac-sha256(secret, t +
 * "." + body)>`.
 */
export function signWebhook(
  body: string,
  secret: string,
  unixSeconds = Math.floor(Date.now() / 1000),
): string {
  return `t=${unixSeconds},v1=${createHmac('sha256', secret).update(`${unixSeconds}.${body}`).digest('hex')}`;
}

/**
 * Tells the shop of a charge's new state, once and without a promise that it arrives: the shop also
 * asks by itself.
 */
export async function sendWebhook(url: string, secret: string, charge: Charge): Promise<void> {
  const { ref: paymentRef, amount, status } = charge;
  const body = JSON.stringify({
    id: `evt_${randomUUID()}`,
    type: `charge.${status}`,
    paymentRef,
    amount: amount.minor,
    currency: amount.currency,
  });
  const headers = { 'content-type': 'application/json', 'x-signature': signWebhook(body, secret) };
  await withDeadline(WEBHOOK_TIMEOUT_MS, 'the webhook', (signal) =>
    fetch(url, { method: 'POST', body, headers, signal }),
  );
}
