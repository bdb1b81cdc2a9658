import { newId } from '@emporium/db/new-id';
import { recordCall, recordedCall } from '@emporium/db/recorded-call';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKeyReused, invalidInput } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import { claimBalance, lockOrder } from '../payment/claim-balance.js';
import { blocked, type PaymentAnswer } from '../payment/create-payment.js';
import { findPayment } from '../payment/find-payment.js';
import { insertAttempt } from '../payment/insert-attempt.js';
import type { OrderToPay } from '../payment/order-to-pay.js';
import type { Attempted } from '../payment/open-payment.js';
import { payableOrder, payerScope } from '../payment/payable-order.js';
import { notAllowed } from '../payment/payment.errors.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { tellCreated } from '../payment/tell-payment.js';
import { plainGiftCardCode } from './gift-card-code.js';
import { giftCardUsable, usableGiftCard } from './find-gift-card.js';
import { giftCardNotUsable } from './gift-card.errors.js';
import type { GiftCardRow } from './gift-card.entity.js';
import type { GiftCardRedeemArgs } from './gift-card.inputs.js';
import { moveGiftCard } from './move-gift-card.js';

const argsSchema = z.object({
  orderId: z.string().min(1),
  code: z.string().min(1, 'Type the code of the card.').max(100, 'This is no code.'),
  amount: z
    .object({
      minor: z.number().int().positive('Pay at least 1 minor unit.'),
      currency: z.string(),
    })
    .nullish(),
  idempotencyKey,
});

/**
 * Pays what is left of an order, or a part of it, with a gift card: card, ledger and payment in one
 * transaction. What it leaves to pay is either nothing or enough for a card.
 */
export async function redeemGiftCard(ctx: Ctx, args: GiftCardRedeemArgs): Promise<PaymentAnswer> {
  const { orderId, code, amount, idempotencyKey: key } = checked(argsSchema, args);
  const scope = payerScope(ctx, orderId);
  // Only a hash of the request is recorded, so the code stays unknown.
  const request = { orderId, amount: amount ?? null, code: plainGiftCardCode(code) ?? code };
  const call = { scope, operation: 'giftCardRedeem', key, request };
  const known = await recordedCall<Attempted>(ctx, call);
  if (known === 'reused') throw new Rejection(idempotencyKeyReused());
  if (known) return { payment: await findPayment(ctx, known.paymentId) };
  if (!ctx.services.settings.methods.includes('gift_card'))
    throw new Rejection(notAllowed('This shop takes no gift cards.', ['orderId']));
  const card = await usableGiftCard(ctx, code);
  const order = await payableOrder(ctx, orderId);
  if (card.currency !== order.total.currency)
    throw new Rejection(giftCardNotUsable(`The card is in ${card.currency}.`));
  if (amount && amount.currency !== order.total.currency)
    throw new Rejection(
      invalidInput(`The order is in ${order.total.currency}.`, ['amount', 'currency']),
    );
  const paid = await inTransaction(ctx, async () => {
    const cancelled = await lockOrder(ctx, order);
    const again = await recordedCall<Attempted>(ctx, call);
    if (again === 'reused') throw new Rejection(idempotencyKeyReused());
    if (again) return again;
    if (cancelled) throw new Rejection(notAllowed('The order was cancelled.', ['orderId']));
    const claimed = await claimBalance(ctx, order, 'gift_card');
    if ('blockedBy' in claimed) return claimed;
    const paymentId = await pay(ctx, order, card, partOf(ctx, card, claimed.due, amount?.minor));
    if (!(await recordCall(ctx, call, { paymentId })))
      throw new Error('the idempotency key was taken at this moment');
    return { paymentId };
  });
  if ('blockedBy' in paid) return blocked(ctx, paid.blockedBy);
  return { payment: await findPayment(ctx, paid.paymentId) };
}

/** How much of what is due the card pays. Throws a Rejection when the rest could not be paid. */
function partOf(ctx: Ctx, card: GiftCardRow, due: number, wanted: number | undefined): number {
  const part = Math.min(due, wanted ?? card.balance);
  if (part > card.balance)
    throw new Rejection(giftCardNotUsable(`The card holds ${card.balance} minor units.`));
  const minimum = ctx.services.settings.cardMinimum(card.currency);
  const rest = due - part;
  if (rest === 0 || rest >= minimum) return part;
  if (wanted !== undefined || due <= minimum)
    throw new Rejection(
      giftCardNotUsable(
        `${rest} minor units would be left to pay, and another card is charged at least ${minimum}: pay less with this one.`,
      ),
    );
  return due - minimum;
}

async function pay(ctx: Ctx, order: OrderToPay, card: GiftCardRow, minor: number): Promise<string> {
  const id = newId('pay');
  const payment = await insertAttempt(ctx, {
    id,
    orderId: order.id,
    status: PaymentStatus.CAPTURED,
    amount: minor,
    currency: order.total.currency,
    provider: 'gift_card',
    kind: 'GIFT_CARD',
    captureLater: false,
    giftCardId: card.id,
    pollInSeconds: null,
  });
  const moved = await moveGiftCard(
    ctx,
    {
      giftCardId: card.id,
      kind: 'REDEEMED',
      amount: -minor,
      actor: ctx.principal.sub ?? 'guest',
      paymentId: id,
    },
    giftCardUsable,
  );
  if (!moved)
    throw new Rejection(giftCardNotUsable('The card was used at this moment: try again.'));
  await tellCreated(ctx, payment);
  return id;
}
