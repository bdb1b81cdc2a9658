import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProvider } from '../open-provider.js';
import type { PaymentProvider } from '../payment-provider.js';
import { startStripeMock, stripeMockPossible } from './stripe-mock.fixture.js';

/** Passes requests on and notes how they were answered. */
async function startRecorder(target: string) {
  const answers: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '/', headers } = incoming;
    const onward = request(`${target}${url}`, { method, headers }, (answer) => {
      answers.push(`${method} ${url.replace(/pi_\w+/, ':id').split('?')[0]} ${answer.statusCode}`);
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    close: () => server.close(),
  };
}

if (await stripeMockPossible()) {
  describe('stripe: against stripe-mock', () => {
    let mock: Awaited<ReturnType<typeof startStripeMock>>;
    let recorder: Awaited<ReturnType<typeof startRecorder>>;
    let provider: PaymentProvider;
    beforeAll(async () => {
      mock = await startStripeMock();
      recorder = await startRecorder(mock.address);
      provider = await openProvider({
        paymentUrl: `stripe+${recorder.address}`,
        stripeApiKey: 'sk_test_123',
        paymentWebhookSecrets: ['whsec_a secret of at least 32 bytes'],
        shopCurrency: 'EUR',
        dataDir: '/nowhere',
      });
    }, 240_000);
    afterAll(async () => {
      await provider?.close();
      recorder?.close();
      await mock?.close();
    });

    // stripe-mock keeps no state and honours no keys: it says whether a request is one that
    // Stripe's API knows, and answers with examples.
    test("every request is one of Stripe's API, and its examples can be read", async () => {
      const attempt = {
        key: 'ord_1:1',
        orderRef: 'ord_1',
        amount: { minor: 1_999, currency: 'EUR' },
      };
      const prepared = await provider.prepare!(attempt, 5_000);
      expect(prepared).toEqual({ ref: expect.stringMatching(/^pi_/) });
      const { ref } = prepared as { ref: string };
      await provider.charge({ ...attempt, ref, method: 'pm_card_visa' }, 5_000);
      await provider.find({ ...attempt, ref }, 5_000);
      expect(
        await provider.refund({ key: 'ref_1', ref, amount: attempt.amount }, 5_000),
      ).toMatchObject({ status: 'succeeded' });
      expect(new Set(recorder.answers)).toEqual(
        new Set([
          'POST /v1/payment_intents 200',
          'POST /v1/payment_intents/:id/confirm 200',
          'GET /v1/payment_intents/:id 200',
          'POST /v1/payment_intents/:id/cancel 200',
          'GET /v1/refunds 200',
          'POST /v1/refunds 200',
        ]),
      );
    });
  });
} else {
  test('stripe: against stripe-mock (whole suite)', (context) =>
    context.skip('there is no Go to build stripe-mock with'));
}
