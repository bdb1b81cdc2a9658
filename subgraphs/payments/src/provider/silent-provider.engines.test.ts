import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSilence, type BehindProxy } from '@emporium/testing/describe-silence';
import { afterAll, beforeAll } from 'vitest';
import { fakeProviderServer } from './fake-server.js';
import { httpTestProvider } from './http-test-provider.js';
import { openLedgerFile } from './ledger-file.js';
import { openProvider } from './open-provider.js';
import type { PaymentProvider } from './payment-provider.js';
import { sendWebhook, WEBHOOK_TIMEOUT_MS } from './send-webhook.js';
import { startStripeStandIn } from './stripe/stripe-stand-in.fixture.js';
import { testBank } from './test-bank.js';

const SECRET = 'a secret of at least 32 bytes, for tests';
const TIMEOUT_MS = 800;
const amount = { minor: 1_000, currency: 'EUR' };

const folder = mkdtempSync(join(tmpdir(), 'emporium-silent-provider-'));
const bank = testBank(openLedgerFile(folder));
const fake = fakeProviderServer(bank);
const shop = createServer(
  (request, response) => void request.resume().once('end', () => response.end()),
);
let stripe: Awaited<ReturnType<typeof startStripeStandIn>>;
const listen = (server: Server) =>
  new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  await Promise.all([listen(fake), listen(shop)]);
  stripe = await startStripeStandIn();
});
afterAll(async () => {
  for (const server of [fake, shop]) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await stripe.close();
  bank.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every operation, with the time that payments gives it. */
async function operations(provider: PaymentProvider, method: string): Promise<BehindProxy> {
  const attempt = () => ({ key: randomUUID(), orderRef: 'ord_1', amount });
  const announced = async () => {
    const made = attempt();
    const prepared = await provider.prepare?.(made, TIMEOUT_MS);
    return { ...made, ...(prepared && 'ref' in prepared ? prepared : {}), method };
  };
  const paid = await announced();
  const { ref } = await provider.charge(paid, TIMEOUT_MS);
  const open = await announced();
  return {
    calls: {
      ...(provider.prepare ? { prepare: () => provider.prepare!(attempt(), TIMEOUT_MS) } : {}),
      charge: () => provider.charge(paid, TIMEOUT_MS),
      find: () => provider.find({ ...paid, ref }, TIMEOUT_MS),
      abandon: () => provider.abandon(open, TIMEOUT_MS),
      refund: () =>
        provider.refund(
          { key: randomUUID(), ref, amount: { minor: 1, currency: 'EUR' } },
          TIMEOUT_MS,
        ),
    },
    close: () => provider.close(),
  };
}

describeSilence('payment provider over HTTP', {
  opens: ['subgraphs/payments/src/provider/http-test-provider.ts'],
  target: () => addressOf(fake),
  deadlineMs: TIMEOUT_MS,
  open: (proxy) =>
    operations(
      httpTestProvider(proxy.through(addressOf(fake)).replace(/\/$/, ''), [SECRET]),
      'tok_ok',
    ),
});

describeSilence('payment provider Stripe', {
  opens: ['subgraphs/payments/src/provider/stripe/stripe-provider.adapter.ts'],
  target: () => stripe.address,
  deadlineMs: TIMEOUT_MS,
  open: async (proxy) => {
    const paymentUrl = `stripe+${proxy.through(stripe.address)}`;
    const config = {
      paymentUrl,
      dataDir: '/nowhere',
      shopCurrency: 'EUR',
      stripeApiKey: 'sk_test_x',
      paymentWebhookSecrets: [SECRET],
    };
    return operations(await openProvider(config), 'pm_card_visa');
  },
});

describeSilence('webhooks of the test provider', {
  opens: ['subgraphs/payments/src/provider/send-webhook.ts'],
  target: () => addressOf(shop),
  deadlineMs: WEBHOOK_TIMEOUT_MS,
  open: async (proxy) => ({
    calls: {
      send: () =>
        sendWebhook(proxy.through(addressOf(shop)), SECRET, {
          key: 'k',
          ref: 'ch_1',
          orderRef: 'ord_1',
          amount,
          status: 'succeeded',
        }),
    },
    close: async () => undefined,
  }),
});
