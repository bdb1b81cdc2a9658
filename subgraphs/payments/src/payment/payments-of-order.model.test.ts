// First, because it loads reflect-metadata, which the decorators of the entities need.
import {
  age,
  pay,
  poll,
  sendDueRefunds,
  startPayments,
  type FakeOrder,
  type Payments,
} from '../payments.fixture.js';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTransaction } from '@emporium/platform/in-transaction';
import { Rejection } from '@emporium/graphql/rejection';
import { admin } from '@emporium/testing/principals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturePayment } from '../capture/capture-payment.js';
import { voidPayment } from '../capture/void-payment.js';
import type { Ctx } from '../context.js';
import { issue, redeem } from '../gift-card/gift-card.fixture.js';
import { paymentInvariants } from '../invariants/payment-invariants.js';
import { providerInvariant } from '../invariants/provider-invariant.js';
import { markReceived } from '../offline/mark-received.js';
import { markReturned } from '../offline/mark-returned.js';
import { KNOWN, type Step, steps, TOTAL } from './payment-steps.fixture.js';
import { ProviderUnavailableError } from '../provider/payment-provider.js';
import { openTestProvider } from '../provider/test-provider.js';
import { bookedCharges } from '../reconcile/booked-charges.js';
import { onOrderCancelled } from '../refund/on-order-cancelled.js';
import { refundPayment } from '../refund/refund-payment.js';
import { query } from '../tables.js';
import { receiveWebhook } from '../webhook/receive-webhook.js';

describe.each(['automatic', 'at_fulfillment'])('PAYMENT_CAPTURE=%s', (capture) => {
  let t: Payments;
  let order: (owner?: string | null, minor?: number) => FakeOrder;
  let ctx: Ctx;
  const folder = mkdtempSync(join(tmpdir(), 'payments-model-'));
  // The bank's time passes with that of the rows: an extra step takes it 2 s.
  let aheadMs = 0;
  const provider = openTestProvider(folder, [], () => Date.now() + aheadMs);
  async function pass(seconds: number): Promise<void> {
    aheadMs += seconds * 1_000;
    await age(t, seconds);
  }
  beforeAll(async () => {
    ({ t, order } = await startPayments(
      // What never answers is given up at once.
      (unused) => ({
        ...provider,
        close: async () => {
          await Promise.all([provider.close(), unused.close()]);
        },
        charge: (request) => provider.charge(request, 20),
        capture: (...args) => troubled(() => provider.capture(...args)),
        refund: (...args) => troubled(() => provider.refund(...args)),
      }),
      {
        PAYMENT_CAPTURE: capture,
        PAYMENT_METHODS: 'card,gift_card,bank_transfer,pay_on_delivery',
      },
    ));
    ctx = t.running.context({ principal: admin }) as Ctx;
  });
  afterAll(async () => {
    await t.close();
    rmSync(folder, { recursive: true });
  });

  /** The next capture or refund is lost on its way, or its answer is. */
  let trouble: 'before' | 'after' | undefined;
  async function troubled<T>(call: () => Promise<T>): Promise<T> {
    const when = trouble;
    trouble = undefined;
    if (when === 'before') throw new ProviderUnavailableError('lost');
    const answer = await call();
    if (when === 'after') throw new ProviderUnavailableError('the answer was lost');
    return answer;
  }

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
      await pass(6);
      return poll(t);
    }
    if (step.do === 'send') {
      await t.runJob('send-captures');
      return sendDueRefunds(t);
    }
    if (step.do === 'cancel') return cancelled(made);
    if (step.do === 'trouble') return void (trouble = step.when);
    if (step.do === 'lapse') return t.runJob('keep-authorizations');
    if (!('which' in step)) return;
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
    else if ('minor' in step) {
      const args = { paymentId, amount: { minor: step.minor, currency }, idempotencyKey: key };
      await ask(step.do === 'capture' ? capturePayment(ctx, args) : refundPayment(ctx, args));
    }
  }

  /** As the consumer does it, without waiting for the bus. */
  async function cancelled(made: FakeOrder): Promise<void> {
    made.status = 'CANCELLED';
    const data = { orderId: made.id, userId: 'usr_buyer' };
    await inTransaction(ctx, () => onOrderCancelled(ctx, { data } as never));
    await sendDueRefunds(t);
  }

  async function rest(made: FakeOrder): Promise<void> {
    trouble = undefined;
    // What was not answered waits for its next try.
    await query(ctx)
      .updateTable('CaptureRow')
      .set({ nextTryAt: sql<Date>`now()` })
      .where('status', '=', 'PENDING')
      .execute();
    for (let round = 0; round < 3; round++) {
      await pass(6);
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
        const isCancelled = made.status === 'CANCELLED';
        expect(kept).toBeLessThanOrEqual(isCancelled ? 0 : TOTAL);

        const log = await t.running.services.provider.log!();
        const booked = bookedCharges(log.filter(({ orderRef }) => orderRef === made.id));
        const taken = booked.filter((charge) => charge.taken > 0);
        expect(taken.length).toBeLessThanOrEqual(1);
        for (const { taken: got, returned } of taken) {
          expect(got).toBeLessThanOrEqual(TOTAL);
          expect(returned).toBeLessThanOrEqual(got);
          expect(isCancelled ? returned : got).toBe(got);
        }
        const byCards = payments.filter(({ kind }) => kind === 'GIFT_CARD');
        const gross = [
          ...taken.map((charge) => charge.taken),
          ...byCards.map(({ amount }) => amount),
        ].reduce((sum, amount) => sum + amount, 0);
        expect(gross).toBeLessThanOrEqual(TOTAL);
        const { balance } = await query(ctx)
          .selectFrom('GiftCardRow')
          .select('balance')
          .where('id', '=', giftCard.id)
          .executeTakeFirstOrThrow();
        const gone = byCards.reduce((sum, { amount, refunded }) => sum + amount - refunded, 0);
        expect(balance).toBe(1_200 - gone);
      }),
      { numRuns: 40, examples: KNOWN.map((known) => [known]) },
    );
    const told = Map.groupBy(await t.published(), ({ subject }) => subject);
    for (const events of told.values())
      expect(events.map(({ aggregateversion }) => aggregateversion)).toEqual(
        events.map((_, index) => index + 1),
      );
    for (const { run } of [...paymentInvariants, providerInvariant])
      expect(await run(ctx)).toEqual([]);
  }, 300_000);
});
