import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProvider } from '../open-provider.js';
import {
  ProviderUnavailableError,
  type PaymentProvider,
  type ProviderLogEntry,
} from '../payment-provider.js';
import { startStripeStandIn } from './stripe-stand-in.fixture.js';

let stripe: Awaited<ReturnType<typeof startStripeStandIn>>;
let provider: PaymentProvider;
beforeAll(async () => {
  stripe = await startStripeStandIn();
  provider = await openProvider({
    paymentUrl: `stripe+${stripe.address}`,
    dataDir: '/nowhere',
    shopCurrency: 'EUR',
    stripeApiKey: 'sk_test_x',
    paymentWebhookSecrets: ['whsec_a secret of at least 32 bytes'],
  });
});
afterAll(async () => {
  await provider.close();
  await stripe.close();
});

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const attempt = () => ({ key: randomUUID(), orderRef: 'ord_1', amount: eur(1_000) });
const listed = async (since: Date) => {
  const entries: ProviderLogEntry[] = [];
  for await (const entry of provider.entriesSince!(since)) entries.push(entry);
  return entries;
};
const REFUSED_KEY = {
  status: 401,
  body: { error: { type: 'invalid_request_error', code: 'api_key_expired', message: 'expired' } },
};

test('the lists show what was made since then, over several pages, and of charges only ours', async () => {
  const since = new Date(Date.now() - 60_000);
  const made = attempt();
  const { ref } = await provider.charge({ ...made, method: 'pm_card_visa' }, 2_000);
  const key = randomUUID();
  const refund = await provider.refund({ key, ref, amount: eur(400) }, 2_000);
  const later = { ...attempt(), captureLater: true };
  const held = await provider.charge({ ...later, method: 'pm_card_visa' }, 2_000);
  const partly = { ...attempt(), captureLater: true };
  const part = await provider.charge({ ...partly, method: 'pm_card_visa' }, 2_000);
  await provider.capture(
    { key: randomUUID(), attempt: { ...partly, ref: part.ref }, amount: eur(300), final: true },
    2_000,
  );
  const foreign = stripe.madeByHand({ amount: '700', currency: 'eur' });
  const byHand = stripe.refundedByHand({ payment_intent: ref, amount: '100' });
  // More than two pages of a hundred, all in the same second or two.
  for (let n = 0; n < 201; n++)
    stripe.madeByHand({ amount: '50', currency: 'eur', 'metadata[emporium_key]': `page-${n}` });

  const entries = await listed(since);
  const common = { orderRef: 'ord_1', currency: 'EUR', at: expect.any(String) as string };
  const of = (id: string) => entries.filter((entry) => entry.ref === id);
  expect(of(ref)).toEqual([
    { ...common, op: 'charge', key: made.key, ref, amount: 1_000, status: 'succeeded' },
  ]);
  expect(of(held.ref)).toMatchObject([{ amount: 1_000, status: 'requires_capture' }]);
  expect(of(part.ref)).toMatchObject([{ amount: 300, status: 'succeeded' }]);
  const returned = { op: 'refund', currency: 'EUR', status: 'succeeded', chargeRef: ref };
  expect(of(refund.ref)).toMatchObject([{ ...returned, key, amount: 400 }]);
  expect(of(byHand)).toMatchObject([{ ...returned, key: byHand, amount: 100 }]);
  expect(of(foreign)).toEqual([]);
  const pages = entries.filter((entry) => entry.key.startsWith('page-'));
  expect(new Set(pages.map((entry) => entry.key)).size).toBe(201);
  expect(entries).toHaveLength(5 + 201);
  expect(await listed(new Date(Date.now() + 60_000))).toEqual([]);
  stripe.trouble(/GET .*payment_intents$/, REFUSED_KEY);
  await expect(listed(since)).rejects.toThrow(ProviderUnavailableError);
});
