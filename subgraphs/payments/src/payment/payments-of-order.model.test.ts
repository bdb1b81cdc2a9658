// First, because it loads reflect-metadata, which the decorators of the entities need.
import {
  age,
  eventsOf,
  pay,
  poll,
  sendDueRefunds,
  startPayments,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { randomUUID } from 'node:crypto';
import { Rejection } from '@emporium/graphql/rejection';
import { admin } from '@emporium/testing/principals';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturePayment } from '../capture/capture-payment.js';
import { voidPayment } from '../capture/void-payment.js';
import type { Ctx } from '../context.js';
import { cancel, issue, redeem } from '../gift-card/gift-card.fixture.js';
import { paymentInvariants } from '../invariants/payment-invariants.js';
import { providerInvariant } from '../invariants/provider-invariant.js';
import { markReceived } from '../offline/mark-received.js';
import { markReturned } from '../offline/mark-returned.js';
import { bookedCharges } from '../reconcile/booked-charges.js';
import { refundPayment } from '../refund/refund-payment.js';
import { query } from '../tables.js';
import { receiveWebhook } from '../webhook/receive-webhook.js';

const TOTAL = 1_999;
const METHODS = [
  'tok_ok',
  'tok_declined',
  'tok_requires_action',
  'tok_timeout_before_charge',
  'tok_timeout_after_charge',
  'bank_transfer',
  'pay_on_delivery',
] as const;

type Step =
  | { do: 'pay'; method: (typeof METHODS)[number] }
  | { do: 'redeem'; minor: number }
  | { do: 'capture' | 'refund'; which: number; minor: number }
  | { do: 'void' | 'received' | 'webhook'; which: number }
  | { do: 'poll' | 'lost' | 'send' | 'cancel' | 'lapse' };

const which = fc.nat({ max: 3 });
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('pay' as const), method: fc.constantFrom(...METHODS) }),
  fc.record({ do: fc.constant('redeem' as const), minor: fc.integer({ min: 1, max: 2_500 }) }),
  fc.record({
    do: fc.constantFrom('capture' as const, 'refund' as const),
    which,
    minor: fc.integer({ min: 1, max: TOTAL }),
  }),
  fc.record({
    do: fc.constantFrom('void' as const, 'received' as const, 'webhook' as const),
    which,
  }),
  fc.record({ do: fc.constantFrom('poll' as const, 'lost' as const, 'send' as const) }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'lapse' as const) }),
);

describe.each(['automatic', 'at_fulfillment'])('PAYMENT_CAPTURE=%s', (capture) => {
  let t: Payments;
  let order: (owner?: string | null, minor?: number) => FakeOrder;
  let ctx: Ctx;
  beforeAll(async () => {
    ({ t, order } = await startPayments(
      // What never answers is given up at once.
      (provider) => ({ ...provider, charge: (request) => provider.charge(request, 20) }),
      {
        PAYMENT_CAPTURE: capture,
        PAYMENT_METHODS: 'card,gift_card,bank_transfer,pay_on_delivery',
      },
    ));
    ctx = t.running.context({ principal: admin }) as Ctx;
  });
  afterAll(() => t.close());

  const paymentsOf = (orderId: string) =>
    query(ctx)
      .selectFrom('PaymentRow')
      .selectAll()
      .where('orderId', '=', orderId)
      .orderBy('attempt')
      .execute();

  async function take(made: FakeOrder, code: string, step: Step): Promise<void> {
    const key = randomUUID();
    if (step.do === 'pay') return void (await pay(t, made.id, step.method));
    if (step.do === 'redeem') return void (await redeem(t, made.id, code, { minor: step.minor }));
    if (step.do === 'poll') return poll(t);
    if (step.do === 'lost') {
      await age(t, 6);
      return poll(t);
    }
    if (step.do === 'send') {
      await t.runJob('send-captures');
      return sendDueRefunds(t);
    }
    if (step.do === 'cancel') return cancel(t, made);
    if (step.do === 'lapse') return t.runJob('keep-authorizations');
    const all = await paymentsOf(made.id);
    const payment = all[step.which % Math.max(all.length, 1)];
    if (!payment) return;
    const { id: paymentId, currency } = payment;
    // A refusal is an answer like any other here.
    const ask = (call: Promise<unknown>) =>
      call.catch((error: unknown) => {
        if (!(error instanceof Rejection)) throw error;
      });
    if (step.do === 'void') await ask(voidPayment(ctx, { paymentId, idempotencyKey: key }));
    else if (step.do === 'received')
      await ask(markReceived(ctx, { paymentId, idempotencyKey: key }));
    else if (step.do === 'webhook')
      await receiveWebhook(ctx, {
        id: key,
        type: 'charge.succeeded',
        paymentRef: payment.providerRef ?? '',
        amount: { minor: payment.amount, currency },
      });
    else {
      const args = { paymentId, amount: { minor: step.minor, currency }, idempotencyKey: key };
      await ask(step.do === 'capture' ? capturePayment(ctx, args) : refundPayment(ctx, args));
    }
  }

  async function rest(made: FakeOrder): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await age(t, 6);
      await t.runJob('send-captures');
      await poll(t);
      await sendDueRefunds(t);
    }
    for (const { id: paymentId, kind } of await paymentsOf(made.id))
      if (kind === 'OFFLINE') await markReturned(ctx, { paymentId, idempotencyKey: randomUUID() });
  }

  test('whatever happens to an order, in any order: it never pays more than its total, keeps nothing once cancelled, and the books agree', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 12 }), async (sequence) => {
        const made = order('usr_buyer', TOTAL);
        const { code, giftCard } = await issue(t, 1_200);
        for (const step of sequence) await take(made, code, step);
        await rest(made);

        const payments = await paymentsOf(made.id);
        const kept = payments
          .filter(({ status }) => ['AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED'].includes(status))
          .reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
        const cancelled = made.status === 'CANCELLED';
        expect(kept).toBeLessThanOrEqual(cancelled ? 0 : TOTAL);

        const log = await t.running.services.provider.log!();
        const booked = bookedCharges(log.filter(({ orderRef }) => orderRef === made.id));
        const taken = booked.filter((charge) => charge.taken > 0);
        expect(taken.length).toBeLessThanOrEqual(1);
        for (const { taken: got, returned } of taken) {
          expect(got).toBeLessThanOrEqual(TOTAL);
          expect(returned).toBeLessThanOrEqual(got);
          expect(cancelled ? returned : got).toBe(got);
        }
        const { balance } = await query(ctx)
          .selectFrom('GiftCardRow')
          .select('balance')
          .where('id', '=', giftCard.id)
          .executeTakeFirstOrThrow();
        const byCard = payments.filter(({ kind }) => kind === 'GIFT_CARD');
        const gone = byCard.reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
        expect(balance).toBe(1_200 - gone);

        const events = await eventsOf(t, made.id);
        expect(events.map(({ aggregateversion }) => aggregateversion)).toEqual(
          events.map((_, index) => index + 1),
        );
      }),
      { numRuns: 40 },
    );
    for (const { run } of [...paymentInvariants, providerInvariant])
      expect(await run(ctx)).toEqual([]);
  }, 300_000);
});
