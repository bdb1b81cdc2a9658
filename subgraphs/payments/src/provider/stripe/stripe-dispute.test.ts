import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProvider } from '../open-provider.js';
import { ProviderUnavailableError, type PaymentProvider } from '../payment-provider.js';
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
const REFUSED_KEY = {
  status: 401,
  body: { error: { type: 'invalid_request_error', code: 'api_key_expired', message: 'expired' } },
};

test('a dispute is shown as open until it is won or lost; an inquiry that is closed is won, an unknown one is none', async () => {
  const told: Record<string, string | undefined> = {};
  for (const status of [
    'warning_needs_response',
    'warning_under_review',
    'needs_response',
    'under_review',
    'warning_closed',
    'won',
    'lost',
  ]) {
    stripe.dispute('dp_1', { payment_intent: 'pi_1', status, amount: 400 });
    const dispute = await provider.findDispute!('dp_1', 2_000);
    expect(dispute).toMatchObject({ ref: 'dp_1', chargeRef: 'pi_1', amount: eur(400) });
    expect(dispute?.reason).toBe('fraudulent');
    told[status] = dispute?.status;
  }
  expect(told).toEqual({
    warning_needs_response: 'open',
    warning_under_review: 'open',
    needs_response: 'open',
    under_review: 'open',
    warning_closed: 'won',
    won: 'won',
    lost: 'lost',
  });
  expect(await provider.findDispute!('dp_unknown', 2_000)).toBeNull();
  stripe.trouble(/GET .*disputes/, REFUSED_KEY);
  await expect(provider.findDispute!('dp_1', 2_000)).rejects.toThrow(ProviderUnavailableError);
});
