import { IDENTITY_HEADER, signIdentity } from '@emporium/auth/internal-identity';
import { ANONYMOUS } from '@emporium/auth/principal';
import { settingsOf } from '@emporium/platform/config/settings';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { paymentsConfig } from '../config.js';
import {
  booked,
  eventsOf,
  pay,
  startPayments,
  statuses,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { query } from '../tables.js';
import { signWebhook } from '../provider/send-webhook.js';
import { readTestWebhook } from '../provider/test-webhook.js';

let t: Payments;
let order: (owner?: string | null, minor?: number) => FakeOrder;
let server: Server;
let url: string;
beforeAll(async () => {
  ({ t, order } = await startPayments());
  server = createServer((req, res) => t.running.handleHttp(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/payments/`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await t.close();
});

const identity = () =>
  signIdentity(
    { issuer: 'gateway', requestId: 'w', principal: ANONYMOUS },
    'payments',
    t.config.internalSecret,
  );
async function post(
  body: string,
  options: { signature?: string | null; provider?: string; identity?: boolean } = {},
): Promise<number> {
  const signature =
    options.signature === undefined
      ? signWebhook(body, settingsOf(t.config, paymentsConfig).PAYMENT_WEBHOOK_SECRET[0]!)
      : options.signature;
  const headers = {
    'content-type': 'application/json',
    ...(options.identity === false ? {} : { [IDENTITY_HEADER]: identity() }),
    ...(signature === null ? {} : { 'x-signature': signature }),
  };
  return (await fetch(url + (options.provider ?? 'test'), { method: 'POST', body, headers }))
    .status;
}

/** An order with a captured charge whose answer payments never got. */
async function unansweredCharge() {
  const { id } = order();
  expect((await pay(t, id, 'tok_timeout_after_charge')).payment.status).toBe('PENDING');
  const [charge] = (await t.running.services.provider.log!()).filter(
    (entry) => entry.orderRef === id,
  );
  await query(t.ctx())
    .updateTable('PaymentRow')
    .set({ providerRef: charge!.ref })
    .where('orderId', '=', id)
    .execute();
  const body = (changes: object = {}) =>
    JSON.stringify({
      id: 'evt_1',
      type: 'charge.succeeded',
      paymentRef: charge!.ref,
      amount: 1_999,
      currency: 'EUR',
      ...changes,
    });
  return { id, body };
}

test('a signed webhook settles the payment, and replays change nothing', async () => {
  const { id, body } = await unansweredCharge();
  for (let n = 0; n < 5; n++) expect(await post(body())).toBe(200);
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
  expect((await eventsOf(t, id)).map((e) => e.type)).toEqual(['PAYMENT_CREATED']);
  expect(await post(body({ type: 'charge.failed' }))).toBe(200);
  expect(await statuses(t, id)).toEqual(['CAPTURED']);
});

test('a missing, false, old or transplanted signature is refused and changes nothing', async () => {
  const { id, body } = await unansweredCharge();
  const secret = settingsOf(t.config, paymentsConfig).PAYMENT_WEBHOOK_SECRET[0]!;
  const seconds = Math.floor(Date.now() / 1000);
  const bad = [
    null,
    '',
    'nonsense',
    signWebhook(body(), 'x'.repeat(32)),
    signWebhook(body(), secret, seconds - 330),
    signWebhook(body(), secret, seconds + 330),
    signWebhook(body({ amount: 1 }), secret),
  ];
  for (const signature of bad) expect(await post(body(), { signature })).toBe(401);
  expect(await post(body(), { identity: false })).toBe(401);
  expect(await statuses(t, id)).toEqual(['PENDING']);
});

test('while the secret is changed, messages signed with the old one are read, and not afterwards', () => {
  const [fresh, old] = ['n'.repeat(32), 'o'.repeat(32)] as const;
  const body = JSON.stringify({
    id: 'evt_1',
    type: 'charge.succeeded',
    paymentRef: 'ch_1',
    amount: 1_999,
    currency: 'EUR',
  });
  const message = {
    rawBody: Buffer.from(body),
    headers: { 'x-signature': signWebhook(body, old) },
    now: new Date(),
  };
  expect(readTestWebhook(message, [fresh, old])).toMatchObject({ paymentRef: 'ch_1' });
  expect(readTestWebhook(message, [fresh])).toBe('unsigned');
});

test('a signed claim that is not so is ignored: another amount or currency, an unknown payment, an uncharged one', async () => {
  const { id, body } = await unansweredCharge();
  expect(await post(body({ amount: 1 }))).toBe(200);
  expect(await post(body({ currency: 'USD' }))).toBe(200);
  expect(await post(body({ paymentRef: 'ch_unknown' }))).toBe(200);
  expect(await statuses(t, id)).toEqual(['PENDING']);
  const open = order();
  await pay(t, open.id, 'tok_requires_action');
  const [charge] = (await t.running.services.provider.log!()).filter(
    (entry) => entry.orderRef === open.id,
  );
  await post(body({ paymentRef: charge!.ref }));
  expect(await booked(t, open.id)).toEqual([]);
  expect(await statuses(t, open.id)).toEqual(['REQUIRES_ACTION']);
});

test('a signed body that is none is a mistake of the client, another provider is not here', async () => {
  expect(await post('{')).toBe(400);
  expect(await post('{}')).toBe(400);
  expect(await post('{}', { provider: 'stripe' })).toBe(404);
});
