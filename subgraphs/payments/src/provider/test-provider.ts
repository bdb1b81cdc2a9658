import { openLedgerFile } from './ledger-file.js';
import type { PaymentProvider } from './payment-provider.js';
import { testBank } from './test-bank.js';
import { testMethod } from './test-methods.js';
import { readTestWebhook } from './test-webhook.js';
import { within } from './within.js';

/**
 * The built-in provider (`test:`): lives in this process, keeps its own books in `folder`, never in
 * a transaction of payments. `now` is the bank's clock.
 */
export function openTestProvider(
  folder: string,
  webhookSecrets: readonly string[],
  now?: () => number,
): PaymentProvider {
  const bank = testBank(openLedgerFile(folder), now);
  return {
    name: 'test',
    capturesParts: true,
    minimum: () => 1,
    accepts: (method) => testMethod(method) !== undefined,
    charge: (request, timeoutMs) => within(timeoutMs, () => bank.charge(request)),
    find: async ({ key }) => bank.find(key),
    abandon: async (request) => bank.abandon(request),
    capture: async (request) => bank.capture(request),
    renew: async (attempt) => bank.renew(attempt),
    findDispute: async (ref) => bank.findDispute(ref),
    refund: async (request) => bank.refund(request),
    readWebhook: (message) => readTestWebhook(message, webhookSecrets),
    log: async () => bank.log(),
    close: async () => bank.close(),
  };
}
