import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '@emporium/platform/config/load-config';
import { settingsOf } from '@emporium/platform/config/settings';
import { paymentsConfig } from './config.js';
import { fakeProviderServer } from './provider/fake-server.js';
import { openLedgerFile } from './provider/ledger-file.js';
import type { Charge } from './provider/payment-provider.js';
import { sendWebhook } from './provider/send-webhook.js';
import { testBank } from './provider/test-bank.js';

const DEFAULT_PORT = 4300;

// npm run fake-provider -- [--port N] [--host ADDRESS] [--data DIR] [--webhook-url
// http://localhost:4000/webhooks/payments/test]
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    'webhook-url': { type: 'string' },
  },
});
const { PAYMENT_WEBHOOK_SECRET } = paymentsConfig;
const config = loadConfig(
  undefined,
  [{ name: 'payments', config: { PAYMENT_WEBHOOK_SECRET } }],
  {},
  [],
);
const [webhookSecret] = settingsOf(config, { PAYMENT_WEBHOOK_SECRET }).PAYMENT_WEBHOOK_SECRET;
const port = Number(values.port ?? config.raw['PORT'] ?? DEFAULT_PORT);
const folder = values.data ?? join(config.dataDir, 'fake-provider');
const url = values['webhook-url'];
// Webhooks are a courtesy: the shop asks by itself, so a lost one is no loss.
const tell = (charge: Charge) =>
  void (url && sendWebhook(url, webhookSecret!, charge).catch(() => undefined));
const server = fakeProviderServer(testBank(openLedgerFile(folder), Date.now, tell));
server.listen(port, values.host, () => {
  const address = server.address();
  const used = typeof address === 'object' ? address?.port : address;
  process.stdout.write(
    `Test payment provider: PAYMENT_URL=test+http://127.0.0.1:${used} (books in ${folder})\n`,
  );
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
