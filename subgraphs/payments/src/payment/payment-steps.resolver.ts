import { asPayload } from '@emporium/graphql/as-payload';
import { assumedListSize } from '@emporium/graphql/list-size';
import { Rejection } from '@emporium/graphql/rejection';
import { Arg, Args, Ctx as Context, Directive, ID, Mutation, Query, Resolver } from 'type-graphql';
import { capturePayment } from '../capture/capture-payment.js';
import { voidPayment } from '../capture/void-payment.js';
import type { Ctx } from '../context.js';
import { redeemGiftCard } from '../gift-card/redeem-gift-card.js';
import { GiftCardRedeemArgs } from '../gift-card/gift-card.inputs.js';
import { markReceived } from '../offline/mark-received.js';
import { markReturned } from '../offline/mark-returned.js';
import { paymentMethods, PaymentMethodType } from '../offline/payment-methods.js';
import { paymentAnswer } from './payment-answer.js';
import { PaymentCaptureArgs, PaymentMarkReceivedArgs, PaymentVoidArgs } from './payment.inputs.js';
import { PaymentPayload } from './payment.payload.js';

@Resolver()
export class PaymentStepsResolver {
  @Directive(assumedListSize(4))
  @Query(() => [PaymentMethodType], {
    nullable: true,
    description:
      'Ways in which an own order can be paid now; none when it is paid, null when it cannot be.',
  })
  async paymentMethods(
    @Arg('orderId', () => ID, { description: 'The order.' }) orderId: string,
    @Context() ctx: Ctx,
  ): Promise<PaymentMethodType[] | null> {
    return paymentMethods(ctx, orderId).catch((error: unknown) => {
      if (error instanceof Rejection) return null;
      throw error;
    });
  }

  @Directive('@cost(weight: 50)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Pays an own order, or a part of it, with a gift card.',
  })
  giftCardRedeem(
    @Args(() => GiftCardRedeemArgs) args: GiftCardRedeemArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return asPayload(ctx, async () => paymentAnswer(await redeemGiftCard(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Takes money that was set aside, in part or all.',
  })
  paymentCapture(
    @Args(() => PaymentCaptureArgs) args: PaymentCaptureArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return asPayload(ctx, async () => paymentAnswer(await capturePayment(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Gives up money that is set aside or awaited and that no order needs.',
  })
  paymentVoid(
    @Args(() => PaymentVoidArgs) args: PaymentVoidArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return asPayload(ctx, async () => paymentAnswer(await voidPayment(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["update:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 10)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Says that the money of a bank transfer, or of a delivery, has come.',
  })
  paymentMarkReceived(
    @Args(() => PaymentMarkReceivedArgs) args: PaymentMarkReceivedArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return asPayload(ctx, async () => paymentAnswer(await markReceived(ctx, args)));
  }

  @Directive('@requiresScopes(scopes: [["refund:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 10)')
  @Mutation(() => PaymentPayload, {
    nullable: true,
    description: 'Says that the waiting refunds of a payment without a provider were paid out.',
  })
  paymentMarkReturned(
    @Args(() => PaymentVoidArgs) args: PaymentVoidArgs,
    @Context() ctx: Ctx,
  ): Promise<PaymentPayload> {
    return asPayload(ctx, async () => paymentAnswer(await markReturned(ctx, args)));
  }
}
