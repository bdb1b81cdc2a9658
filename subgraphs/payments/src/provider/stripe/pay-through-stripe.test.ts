import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { ANONYMOUS } from '@emporium/auth/principal';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  age,
  eventsOf,
  pay,
  poll,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../../payments.fixture.js';
import { startStripeStandIn } from './stripe-stand-in.fixture.js';

const SECRET = 'whsec_a secret of at least 32 bytes';
let stripe: Awaited<ReturnType<typeof startStripeStandIn>>;
let t: Payments;
let order: () => FakeOrder;
/** Runs between the announcement of a charge and the charge itself, once. */
let meanwhile: (() => Promise<void>) | undefined;
beforeAll(async () => {
  stripe = await startStripeStandIn();
  ({ t, order } = await startPayments(
    (provider) => ({
      ...provider,
      prepare: async (attempt, timeoutMs) => {
        const prepared = await provider.prepare!(attempt, timeoutMs);
        const interruption = meanwhile;
        meanwhile = undefined;
        await interruption?.();
        return prepared;
      },
    }),
    {
      PAYMENT_URL: `stripe+${stripe.address}`,
      STRIPE_API_KEY: 'sk_test_x',
      PAYMENT_WEBHOOK_SECRET: SECRET,
    },
  ));
});
afterAll(async () => {
  await t.close();
  await stripe.close();
});

const chargesOf = (orderId: string) =>
  stripe.log.filter((entry) => entry.op === 'charge' && entry.orderRef === orderId);
const types = async (orderId: string) => (await eventsOf(t, orderId)).map((event) => event.type);

test('an order is paid through Stripe, once', async () => {
  const { id } = order();
  expect((await pay(t, id, 'pm_card_visa')).payment).toMatchObject({
    status: 'CAPTURED',
    provider: 'stripe',
  });
  expect(await types(id)).toEqual(['PAYMENT_CREATED']);
  expect(chargesOf(id)).toHaveLength(1);
  expect((await pay(t, order().id, 'tok_ok')).userErrors[0].code).toBe('INVALID_INPUT');
});

test('the answer to a charge is lost: it is asked for by its reference, and not charged again', async () => {
  const { id } = order();
  expect((await pay(t, id, 'pm_lost_answer')).payment.status).toBe('PENDING');
  expect((await pay(t, id, 'pm_card_visa')).userErrors[0].code).toBe('PAYMENT_NOT_ALLOWED');
  await poll(t);
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
  expect(chargesOf(id)).toHaveLength(1);
});

test('the charge itself is lost: the attempt is ended at Stripe before the next one is allowed', async () => {
  const { id } = order();
  expect((await pay(t, id, 'pm_lost_request')).payment.status).toBe('PENDING');
  await age(t, 10);
  await poll(t);
  expect(await statuses(t, id)).toEqual(['FAILED']);
  expect(stripe.calls.at(-1)!.path).toMatch(/cancel$/);
  expect((await pay(t, id, 'pm_card_visa')).payment.status).toBe('CAPTURED');
  expect(chargesOf(id)).toHaveLength(1);
});

test('an attempt that was given up while Stripe took it down is not charged any more', async () => {
  const { id } = order();
  meanwhile = async () => {
    await age(t, 10);
    await poll(t);
  };
  expect((await pay(t, id, 'pm_card_visa')).payment.status).toBe('FAILED');
  expect(chargesOf(id)).toEqual([]);
  expect(await types(id)).toEqual(['PAYMENT_FAILED']);
});

test('a decline and an amount that Stripe does not take are declines here', async () => {
  const { id } = order();
  const { payment, userErrors } = await pay(t, id, 'pm_card_chargeDeclined');
  expect(payment).toMatchObject({ status: 'FAILED', failureCode: 'generic_decline' });
  expect(userErrors[0].code).toBe('PAYMENT_DECLINED');
  expect((await pay(t, id, 'pm_card_visa')).payment.status).toBe('CAPTURED');
});

test("Stripe's webhook settles a payment whose answer was lost", async () => {
  const { id } = order();
  await pay(t, id, 'pm_lost_answer');
  const { ref } = chargesOf(id)[0]!;
  const payload = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    data: { object: { id: ref, object: 'payment_intent', amount: 1_999, currency: 'eur' } },
  });
  const server = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/payments/stripe`;
  const identity = signIdentity(
    { issuer: 'gateway', requestId: 'w', principal: ANONYMOUS },
    'payments',
    t.config.internalSecret,
  );
  const post = async (signature: string) => {
    const headers = {
      'content-type': 'application/json',
      [IDENTITY_HEADER]: identity,
      'stripe-signature': signature,
    };
    return (await fetch(url, { method: 'POST', body: payload, headers })).status;
  };
  expect(
    await post(Stripe.webhooks.generateTestHeaderString({ payload, secret: `${SECRET}!` })),
  ).toBe(401);
  expect(await statuses(t, id)).toEqual(['PENDING']);
  expect(await post(Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET }))).toBe(
    200,
  );
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
