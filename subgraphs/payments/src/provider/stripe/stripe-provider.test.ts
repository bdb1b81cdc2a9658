import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProvider, type ProviderConfig } from '../open-provider.js';
import { ProviderUnavailableError, type PaymentProvider } from '../payment-provider.js';
import { describePaymentProvider } from '../payment-provider.contract.js';
import { startStripeStandIn } from './stripe-stand-in.fixture.js';

const config: ProviderConfig = {
  paymentUrl: 'stripe:',
  dataDir: '/nowhere',
  shopCurrency: 'EUR',
  stripeApiKey: 'sk_test_x',
  paymentWebhookSecrets: ['whsec_a secret of at least 32 bytes'],
};
const METHODS = {
  tok_ok: 'pm_card_visa',
  tok_declined: 'pm_card_chargeDeclined',
  tok_requires_action: 'pm_card_authenticationRequired',
  tok_timeout_before_charge: 'pm_lost_request',
  tok_timeout_after_charge: 'pm_lost_answer',
  tok_error_then_charged: 'pm_error_then_charged',
  tok_slow_5s: 'pm_slow',
};

describePaymentProvider('stripe: against a stand-in that answers as documented', async () => {
  const stripe = await startStripeStandIn();
  const provider = await openProvider({ ...config, paymentUrl: `stripe+${stripe.address}` });
  return {
    provider,
    methods: METHODS,
    log: async () => stripe.log,
    complete: async (ref) => stripe.complete(ref),
    close: async () => {
      await provider.close();
      await stripe.close();
    },
  };
});

describe('what is particular to Stripe', () => {
  let stripe: Awaited<ReturnType<typeof startStripeStandIn>>;
  let provider: PaymentProvider;
  beforeAll(async () => {
    stripe = await startStripeStandIn();
    provider = await openProvider({ ...config, paymentUrl: `stripe+${stripe.address}` });
  });
  afterAll(async () => {
    await provider.close();
    await stripe.close();
  });
  const attempt = (minor = 1_000) => ({
    key: randomUUID(),
    orderRef: 'ord_1',
    amount: { minor, currency: 'EUR' },
  });
  const prepared = async () => {
    const made = attempt();
    return { ...made, ...((await provider.prepare!(made, 2_000)) as { ref: string }) };
  };
  const charged = (key: string) =>
    stripe.log.filter((entry) => entry.key === key && entry.op === 'charge').length;
  const fault = (status: number, type: string, code: string) => ({
    status,
    body: { error: { type, code, message: code } },
  });

  test('our key goes along with every step that could move money, and the account key', async () => {
    const made = await prepared();
    await provider.charge({ ...made, method: 'pm_card_visa' }, 2_000);
    await provider.refund({ key: `${made.key}-r`, ref: made.ref, amount: made.amount }, 2_000);
    expect(
      stripe.calls
        .filter((call) => call.method === 'POST')
        .map((call) => [call.path, call.idempotencyKey]),
    ).toEqual([
      ['/v1/payment_intents', made.key],
      [`/v1/payment_intents/${made.ref}/confirm`, `${made.key}:confirm`],
      ['/v1/refunds', `${made.key}-r`],
    ]);
    expect(stripe.calls.every((call) => call.authorization === 'Bearer sk_test_x')).toBe(true);
  });

  test('trouble at Stripe is no outcome: 409, 429, 500 and a refused account key leave it open', async () => {
    const troubles = [
      fault(409, 'idempotency_error', 'idempotency_key_in_use'),
      fault(409, 'invalid_request_error', 'lock_timeout'),
      fault(429, 'invalid_request_error', 'lock_timeout'),
      fault(500, 'api_error', 'api_error'),
      fault(401, 'invalid_request_error', 'api_key_expired'),
    ];
    for (const trouble of troubles) {
      const made = await prepared();
      stripe.trouble(/POST .*confirm/, trouble);
      await expect(provider.charge({ ...made, method: 'pm_card_visa' }, 2_000)).rejects.toThrow(
        ProviderUnavailableError,
      );
      expect(await provider.find(made, 2_000)).toBeNull();
      expect(await provider.abandon(made, 2_000)).toMatchObject({
        status: 'abandoned',
        ref: made.ref,
      });
      expect(charged(made.key)).toBe(0);
    }
  });

  test('a declined intent is ended: nobody can pay it beside the next attempt, also when the decline was only found later', async () => {
    const made = await prepared();
    stripe.trouble(/POST .*cancel/, fault(500, 'api_error', 'api_error'));
    await expect(
      provider.charge({ ...made, method: 'pm_card_chargeDeclined' }, 2_000),
    ).rejects.toThrow(ProviderUnavailableError);
    expect(await provider.find(made, 2_000)).toMatchObject({
      status: 'declined',
      failureCode: 'generic_decline',
    });
    expect(
      (await provider.charge({ ...made, key: `${made.key}-2`, method: 'pm_card_visa' }, 2_000))
        .status,
    ).toBe('abandoned');
    expect(charged(made.key)).toBe(0);
  });

  test('an unknown payment method and an amount below the minimum are declines', async () => {
    const made = await prepared();
    expect(await provider.charge({ ...made, method: 'pm_unknown' }, 2_000)).toMatchObject({
      status: 'declined',
      failureCode: 'resource_missing',
    });
    expect(await provider.prepare!(attempt(1), 2_000)).toEqual({ failureCode: 'amount_too_small' });
    expect(provider.accepts('tok_ok')).toBe(false);
  });

  test('an attempt without a reference was never charged', async () => {
    expect(await provider.find(attempt(), 2_000)).toBeNull();
    expect(await provider.abandon(attempt(), 2_000)).toMatchObject({
      status: 'abandoned',
      ref: '',
    });
  });

  test('a refund is found again after Stripe has forgotten its key', async () => {
    const made = await prepared();
    await provider.charge({ ...made, method: 'pm_card_visa' }, 2_000);
    const refund = { key: randomUUID(), ref: made.ref, amount: { minor: 400, currency: 'EUR' } };
    const first = await provider.refund(refund, 2_000);
    const before = stripe.calls.length;
    expect(await provider.refund(refund, 2_000)).toEqual(first);
    expect(stripe.calls.slice(before).map((call) => call.method)).toEqual(['GET']);
  });
});

test('a shop that cannot charge through Stripe is told at its start, with everything that is wrong', async () => {
  const { stripeApiKey: _key, ...without } = config;
  await expect(
    openProvider({ ...without, paymentUrl: 'stripe+ftp://x', shopCurrency: 'ISK' }),
  ).rejects.toThrow(/PAYMENT_URL: .*\n.*STRIPE_API_KEY: .*\n.*SHOP_CURRENCY: ISK/);
});
