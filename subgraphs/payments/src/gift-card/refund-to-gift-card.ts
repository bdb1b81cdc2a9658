import type { Ctx } from '../context.js';
import type { PaymentRow } from '../payment/payment.entity.js';
import { recordRefund } from '../refund/record-refund.js';
import type { RefundRow } from '../refund/refund.entity.js';
import { moveGiftCard } from './move-gift-card.js';

/**
 * Returns money of an order to the gift card that paid for it, in the refund's own transaction; also
 * to one that has expired or was disabled: the money is its holder's.
 */
export async function refundToGiftCard(
  ctx: Ctx,
  refund: RefundRow,
  payment: PaymentRow,
): Promise<void> {
  const result = { ref: refund.id, status: 'succeeded' } as const;
  await recordRefund(ctx, refund, payment, result, async () => {
    await moveGiftCard(ctx, {
      giftCardId: payment.giftCardId!,
      kind: 'REFUNDED',
      amount: refund.amount,
      actor: 'system',
      refundId: refund.id,
      paymentId: payment.id,
    });
  });
}
