import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { readStripeWebhook } from './stripe-webhook.adapter.js';

const SECRET = 'whsec_a secret of at least 32 bytes';
const now = new Date('2026-11-20T12:00:00Z');
const seconds = now.getTime() / 1_000;
const event = (object: object, more: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    data: { object },
    ...more,
  });
const intent = { id: 'pi_1', object: 'payment_intent', amount: 1_999, currency: 'eur' };

function read(
  payload: string,
  options: { secret?: string; timestamp?: number; body?: string } = {},
) {
  const { secret = SECRET, timestamp = seconds, body = payload } = options;
  const header = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return readStripeWebhook(
    { rawBody: Buffer.from(body), headers: { 'stripe-signature': header }, now },
    [SECRET],
  );
}

test('while the secret of the endpoint is rolled, events signed with the old one are read, and not afterwards', () => {
  const payload = event(intent);
  const header = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret: SECRET,
    timestamp: seconds,
  });
  const message = { rawBody: Buffer.from(payload), headers: { 'stripe-signature': header }, now };
  const fresh = 'whsec_a new secret of at least 32 bytes';
  expect(readStripeWebhook(message, [fresh, SECRET])).toMatchObject({ paymentRef: 'pi_1' });
  expect(readStripeWebhook(message, [fresh])).toBe('unsigned');
});

test('an event about a payment intent is read', () => {
  expect(read(event(intent))).toEqual({
    id: 'evt_1',
    type: 'payment_intent.succeeded',
    paymentRef: 'pi_1',
    amount: { minor: 1_999, currency: 'EUR' },
  });
});

test('what Stripe did not sign, or signed long ago, or for other bytes, is refused', () => {
  expect(
    readStripeWebhook({ rawBody: Buffer.from(event(intent)), headers: {}, now }, [SECRET]),
  ).toBe('unsigned');
  expect(read(event(intent), { secret: 'whsec_of somebody else, also 32 bytes' })).toBe('unsigned');
  expect(read(event(intent), { timestamp: seconds - 301 })).toBe('unsigned');
  expect(read(event(intent), { body: event({ ...intent, amount: 1 }) })).toBe('unsigned');
});

test('a signed event about something else is ignored, a signed body that is none is a mistake', () => {
  expect(read(event({ id: 're_1', object: 'refund' }, { type: 'refund.updated' }))).toBe('ignored');
  expect(read('{')).toBe('malformed');
  expect(read(JSON.stringify({ id: 'evt_1', type: 'x' }))).toBe('malformed');
  expect(read(event({ ...intent, amount: '1' }))).toBe('malformed');
});
