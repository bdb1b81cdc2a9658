import { z } from 'zod';
import type { PaymentProvider, ReceivedWebhook } from './payment-provider.js';
import { isSigned } from './verify-signature.js';

const bodySchema = z.object({
  id: z.string().min(1).max(200),
  type: z.string().max(200),
  paymentRef: z.string().max(200),
  amount: z.number().int(),
  currency: z.string(),
  disputeRef: z.string().max(200).optional(),
});

/**
 * Reads a message of the test provider: `X-Signature` over the raw body (docs/contract.md, The test
 * payment provider).
 */
export function readTestWebhook(
  { rawBody, headers, now }: ReceivedWebhook,
  secrets: readonly string[],
): Exclude<ReturnType<PaymentProvider['readWebhook']>, 'ignored'> {
  const signature = headers['x-signature'];
  const header = typeof signature === 'string' ? signature : undefined;
  if (!secrets.some((secret) => isSigned(header, rawBody, secret, now))) return 'unsigned';
  const parsed = bodySchema.safeParse(readJson(rawBody));
  if (!parsed.success) return 'malformed';
  const { id, type, paymentRef, amount: minor, currency, disputeRef } = parsed.data;
  const amount = { minor, currency };
  return { id, type, paymentRef, amount, ...(disputeRef ? { disputeRef } : {}) };
}

function readJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
