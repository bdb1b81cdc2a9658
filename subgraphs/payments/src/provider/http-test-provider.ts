import { z } from 'zod';
import {
  ProviderUnavailableError,
  type Charge,
  type Dispute,
  type PaymentProvider,
  type ProviderLogEntry,
} from './payment-provider.js';
import { testMethod } from './test-methods.js';
import { readTestWebhook } from './test-webhook.js';
import { within } from './within.js';

const chargeSchema: z.ZodType<Charge> = z.object({
  key: z.string(),
  ref: z.string(),
  orderRef: z.string(),
  amount: z.object({ minor: z.number(), currency: z.string() }),
  status: z.enum([
    'processing',
    'requires_action',
    'authorized',
    'succeeded',
    'declined',
    'abandoned',
  ]),
  failureCode: z.string().optional(),
  clientSecret: z.string().optional(),
  captured: z.number().optional(),
  authorizationExpiresAt: z.string().optional(),
});
const captureSchema = z.object({ status: z.enum(['succeeded', 'failed']), captured: z.number() });
const disputeSchema: z.ZodType<Dispute> = z.object({
  ref: z.string(),
  chargeRef: z.string(),
  status: z.enum(['open', 'won', 'lost']),
  amount: z.object({ minor: z.number(), currency: z.string() }),
});
const refundSchema = z.object({ ref: z.string(), status: z.enum(['succeeded', 'failed']) });

const LOG_TIMEOUT_MS = 10_000;

/** The test provider as a server of its own (`test+http://host:port`, npm run fake-provider). */
export function httpTestProvider(
  baseUrl: string,
  webhookSecrets: readonly string[],
): PaymentProvider {
  const send = async (
    signal: AbortSignal,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<string | null> => {
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        signal,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      if (response.status === 404) return null;
      const text = await response.text();
      if (response.status === 409) throw new Error(`the provider refuses the key: ${text}`);
      if (!response.ok)
        throw new ProviderUnavailableError(`the provider answered ${response.status}`);
      return text;
    } catch (error) {
      // Refused or cut: whatever went wrong on the way, the charge may or may not have happened.
      if (error instanceof TypeError || error instanceof DOMException)
        throw new ProviderUnavailableError('the provider does not answer', { cause: error });
      throw error;
    }
  };
  const call = (method: string, path: string, timeoutMs: number, body?: unknown) =>
    within(timeoutMs, (signal) => send(signal, method, path, body));
  const read = <T>(schema: z.ZodType<T>, text: string | null): T => {
    try {
      return schema.parse(JSON.parse(text ?? 'null'));
    } catch (error) {
      throw new ProviderUnavailableError('the provider answered something else', { cause: error });
    }
  };
  return {
    name: 'test',
    capturesParts: true,
    minimum: () => 1,
    accepts: (method) => testMethod(method) !== undefined,
    charge: async (request, timeoutMs) =>
      read(chargeSchema, await call('POST', '/charges', timeoutMs, request)),
    find: async ({ key }, timeoutMs) => {
      const text = await call('GET', `/charges/${encodeURIComponent(key)}`, timeoutMs);
      return text === null ? null : read(chargeSchema, text);
    },
    abandon: async (request, timeoutMs) =>
      read(chargeSchema, await call('POST', '/abandon', timeoutMs, request)),
    capture: async (request, timeoutMs) =>
      read(captureSchema, await call('POST', '/captures', timeoutMs, request)),
    renew: async (attempt, timeoutMs) =>
      read(chargeSchema, await call('POST', '/renew', timeoutMs, attempt)),
    findDispute: async (ref, timeoutMs) => {
      const text = await call('GET', `/disputes/${encodeURIComponent(ref)}`, timeoutMs);
      return text === null ? null : read(disputeSchema, text);
    },
    refund: async (request, timeoutMs) =>
      read(refundSchema, await call('POST', '/refunds', timeoutMs, request)),
    readWebhook: (message) => readTestWebhook(message, webhookSecrets),
    log: async () => {
      const text = (await call('GET', '/log', LOG_TIMEOUT_MS)) ?? '';
      return text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as ProviderLogEntry);
    },
    close: async () => undefined,
  };
}
