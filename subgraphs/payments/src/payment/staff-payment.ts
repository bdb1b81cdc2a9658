import { Rejection } from '@emporium/graphql/rejection';
import { notFound, type UserError } from '@emporium/graphql/user-errors';
import { once } from '@emporium/platform/once';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import type { PaymentAnswer } from './create-payment.js';
import { findPayment } from './find-payment.js';
import { type LockedPayable, lockPayable } from './lock-payable.js';
import type { PaymentRow } from './payment.entity.js';

/** What a member of the staff does to a payment, once per key. */
export interface StaffStep {
  operation: string;
  key: string;
  request: { paymentId: string } & Record<string, unknown>;
  /** Runs with the order's row locked and the payment as it is then; returns why it could not. */
  effect: (payment: PaymentRow, root: LockedPayable) => Promise<UserError[]>;
  /** What is tried at once, after the effect is on record; the jobs do it otherwise. */
  afterwards?: () => Promise<unknown>;
}

/** Takes a step with a payment for staff. Throws a Rejection when there is no such payment. */
export async function staffStep(ctx: Ctx, step: StaffStep): Promise<PaymentAnswer> {
  const { paymentId } = step.request;
  const found = await query(ctx)
    .selectFrom('PaymentRow')
    .select('orderId')
    .where('id', '=', paymentId)
    .executeTakeFirst();
  if (!found) throw new Rejection(notFound('There is no such payment.', ['paymentId']));
  const { operation, key, request } = step;
  const userErrors = await once(ctx, { operation, key, request }, async () => {
    const root = (await lockPayable(ctx, found.orderId))!;
    return step.effect(await findPayment(ctx, paymentId), root);
  });
  if (userErrors.length === 0) await step.afterwards?.();
  return { payment: await findPayment(ctx, paymentId), userErrors };
}
