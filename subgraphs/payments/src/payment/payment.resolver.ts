import { asPayload } from '@emporium/graphql/as-payload';
import { assumedListSize } from '@emporium/graphql/list-size';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { money, MoneyType } from '@emporium/graphql/money.type';
import {
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  Mutation,
  Resolver,
  Root,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { refundPayment } from '../refund/refund-payment.js';
import { createPayment, type PaymentAnswer } from './create-payment.js';
import { paymentAnswer } from './payment-answer.js';
import { COVERING_STATUSES } from './payment-status.js';
import { PaymentCreateArgs, PaymentRefundArgs } from './payment.inputs.js';
import { OrderStub, paymentType, PaymentType } from './payment.type.js';
import { paymentsOfOrders } from './payments-of-orders.js';
import { PaymentPayload } from './payment.payload.js';

const payload = (ctx: Ctx, change: () => Promise<PaymentAnswer>): Promise<PaymentPayload> =>
  asPayload(ctx, async () => paymentAnswer(await change()));

@Resolver(() => OrderStub)
export class PaymentResolver {
  @Directive('@cost(weight: 50)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description:
      'Charges what is left to pay of an own order; all payments together never exceed its total.',
  })
  paymentCreate(
    @Args(() => PaymentCreateArgs) args: PaymentCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return payload(ctx, () => createPayment(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["refund:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Returns money of a captured payment.',
  })
  paymentRefund(
    @Args(() => PaymentRefundArgs) args: PaymentRefundArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return payload(ctx, () => refundPayment(ctx, args));
  }

  @Directive(assumedListSize(3))
  @FieldResolver(() => [PaymentType], {
    nullable: true,
    description: 'Attempts to pay the order, oldest first.',
  })
  async payments(@Root() order: OrderStub, @Context() ctx: Ctx): Promise<PaymentType[] | null> {
    const found = await batchByKey(ctx, paymentsOfOrders).load(order.id);
    return found ? found.payments.map(paymentType) : null;
  }

  @Directive('@requires(fields: "payable { minor currency }")')
  @FieldResolver(() => MoneyType, {
    nullable: true,
    description: 'What is still to be paid; nothing for a cancelled order.',
  })
  async balanceDue(
    @Root() { id, payable: total }: OrderStub,
    @Context() ctx: Ctx,
  ): Promise<MoneyType | null> {
    const found = await batchByKey(ctx, paymentsOfOrders).load(id);
    if (!found || !total) return null;
    // What is to be paid on delivery is covered, and due all the same.
    const paid = found.payments
      .filter((p) => COVERING_STATUSES.includes(p.status))
      .filter((p) => p.kind !== 'OFFLINE' || p.captured > 0)
      .reduce((sum, p) => sum + p.amount, 0);
    return money(found.cancelled ? 0 : Math.max(0, total.minor - paid), total.currency);
  }
}
