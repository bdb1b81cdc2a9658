import { parseArgs } from 'node:util';
import { fakeProviderServer } from './provider/fake-server.js';
import { openLedgerFile } from './provider/ledger-file.js';
import { sendWebhook } from './provider/send-webhook.js';
import { testBank } from './provider/test-bank.js';

// npm run fake-provider -- --port 4300 --data .data/fake-provider [--webhook-url URL --webhook-secret SECRET]
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4300' },
    data: { type: 'string', default: '.data/fake-provider' },
    'webhook-url': { type: 'string' },
    'webhook-secret': { type: 'string' },
  },
});
const { 'webhook-url': url, 'webhook-secret': secret } = values;
const tell = url && secret ? (charge: Parameters<typeof sendWebhook>[2]) => void sendWebhook(url, secret, charge).catch(() => undefined) : undefined;
const bank = testBank(openLedgerFile(values.data), Date.now, tell);
const server = fakeProviderServer(bank);
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  process.stdout.write(`test payment provider: PAYMENT_URL=test+http://127.0.0.1:${port}  books: ${values.data}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));
