import { newId } from '@emporium/db/new-id';
import type { Command } from '@emporium/platform/define-subgraph';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { Ctx, PaymentsServices } from '../context.js';
import { applyCharge } from '../payment/apply-charge.js';
import { findPayment } from '../payment/find-payment.js';
import { settlePayment } from '../payment/settle-payment.js';
import { PaymentStatus } from '../payment/payment-status.js';
import type { ProviderLogEntry } from '../provider/payment-provider.js';
import { sendRefund } from '../refund/send-refund.js';
import { query } from '../tables.js';
import { lostEntries } from './lost-entries.js';

const TIMEOUT_MS = 10_000;

const argsSchema = z.object({
  apply: z.boolean(),
  /** What orders knows of the orders that lost payments belong to. */
  orders: z
    .record(
      z.string(),
      z.object({ paymentId: z.string().nullable(), userId: z.string().nullable() }),
    )
    .default({}),
});

/**
 * Writes down again what the provider's books say and payments has forgotten: charges with their
 * outcome, and refunds. Yields one `{ orderId, text }` per lost entry, and `{ books: false }` for a
 * provider that does not show its books.
 */
export const recoverPayments: Command<PaymentsServices> = {
  name: 'recover-payments',
  async *run(ctx, args) {
    const { apply, orders } = argsSchema.parse(args);
    const lost = await lostEntries(ctx);
    if (!lost) return yield { books: false };
    for (const [orderId, entries] of Map.groupBy(lost, (entry) => entry.orderRef)) {
      if (apply) await recoverOrder(ctx, orderId, entries, orders[orderId]);
      for (const { op, key, amount, currency, status } of entries)
        yield {
          orderId,
          text: `${op} ${key} over ${amount} ${currency} is ${status} at the provider and unknown here`,
        };
    }
  },
};

type Known = { paymentId: string | null; userId: string | null } | undefined;

async function recoverOrder(
  ctx: Ctx,
  orderId: string,
  entries: readonly ProviderLogEntry[],
  known: Known,
): Promise<void> {
  const charges = entries.filter((entry) => entry.op === 'charge');
  const refunds = entries.filter((entry) => entry.op === 'refund');
  for (const charge of charges) {
    const paymentId = await insertPayment(ctx, charge, known);
    if (charge.status === 'authorized') {
      // What became of it since, the provider tells.
      await settlePayment(ctx, paymentId);
      continue;
    }
    const payment = await findPayment(ctx, paymentId);
    // Before the charge is applied: money that has gone back must not be sent back once more.
    if (charge.status === 'succeeded')
      for (const refund of refunds) await insertRefund(ctx, paymentId, refund);
    const { key, ref, amount: minor, currency } = charge;
    const status = charge.status === 'succeeded' ? 'succeeded' : 'declined';
    await applyCharge(ctx, payment, {
      key,
      ref,
      orderRef: orderId,
      amount: { minor, currency },
      status,
    });
  }
  if (!charges.some((charge) => charge.status === 'succeeded')) {
    const payment = await query(ctx)
      .selectFrom('PaymentRow')
      .select('id')
      .where('orderId', '=', orderId)
      .where('capturedAt', 'is not', null)
      .executeTakeFirst();
    if (payment) for (const refund of refunds) await insertRefund(ctx, payment.id, refund);
  }
  for (const { key } of refunds) {
    const row = await query(ctx)
      .selectFrom('RefundRow')
      .select('id')
      .where('providerKey', '=', key)
      .executeTakeFirst();
    if (row) await sendRefund(ctx, row.id, TIMEOUT_MS);
  }
}

async function insertPayment(ctx: Ctx, charge: ProviderLogEntry, known: Known): Promise<string> {
  const { orderRef: orderId, key, ref, amount, currency, at } = charge;
  return inTransaction(ctx, async () => {
    await query(ctx)
      .insertInto('Payable')
      .values({ orderId, userId: known?.userId ?? null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const named = charge.status === 'succeeded' ? known?.paymentId : null;
    const taken =
      named &&
      (await query(ctx)
        .selectFrom('PaymentRow')
        .select('id')
        .where('id', '=', named)
        .executeTakeFirst());
    const id = named && !taken ? named : newId('pay');
    await query(ctx)
      .insertInto('PaymentRow')
      .values({
        id,
        orderId,
        // Our key ends in the number of the attempt.
        attempt: Number(key.slice(key.lastIndexOf(':') + 1)),
        status: PaymentStatus.PENDING,
        captureLater: charge.status === 'authorized',
        amount,
        currency,
        provider: ctx.services.provider.name,
        providerKey: key,
        providerRef: ref,
        createdAt: new Date(at),
      })
      .execute();
    return id;
  });
}

async function insertRefund(
  ctx: Ctx,
  paymentId: string,
  { key, amount, currency }: ProviderLogEntry,
): Promise<void> {
  const automatic = key.startsWith('auto:');
  await query(ctx)
    .insertInto('RefundRow')
    .values({
      id: automatic ? newId('ref') : key,
      paymentId,
      amount,
      currency,
      automatic,
      providerKey: key,
      nextTryAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
