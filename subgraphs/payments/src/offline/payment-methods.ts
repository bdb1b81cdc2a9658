import { money, MoneyType } from '@emporium/graphql/money.type';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Ctx } from '../context.js';
import { committedOf } from '../payment/amounts-of-order.js';
import { payableOrder } from '../payment/payable-order.js';

/** How a method takes money. */
export enum PaymentMethodKind {
  CARD = 'CARD',
  GIFT_CARD = 'GIFT_CARD',
  BANK_TRANSFER = 'BANK_TRANSFER',
  PAY_ON_DELIVERY = 'PAY_ON_DELIVERY',
}
registerEnumType(PaymentMethodKind, {
  name: 'PaymentMethodKind',
  description: 'How a method takes money. New values may come.',
  valuesConfig: {
    CARD: { description: 'By the provider: paymentCreate with a token of it.' },
    GIFT_CARD: { description: 'By a gift card, also in part: giftCardRedeem with its code.' },
    BANK_TRANSFER: { description: 'By a transfer that the order waits for: `bank_transfer`.' },
    PAY_ON_DELIVERY: { description: 'When the goods arrive: `pay_on_delivery`.' },
  },
});

@ObjectType('PaymentMethod', { description: 'A way in which an order can be paid now.' })
export class PaymentMethodType {
  @Field(() => PaymentMethodKind, { description: 'How it takes money.' })
  kind!: PaymentMethodKind;
  @Field(() => MoneyType, { description: 'What is left to pay.' })
  amount!: MoneyType;
  @Field(() => String, {
    nullable: true,
    description: 'What paymentCreate takes as `method`; null where the method has more to ask for.',
  })
  method!: string | null;
  @Field(() => String, { nullable: true, description: 'The provider, with a card.' })
  provider!: string | null;
}

/**
 * The ways in which an own order can be paid now; none once it is paid. Throws a Rejection for one
 * that cannot be paid.
 */
export async function paymentMethods(ctx: Ctx, orderId: string): Promise<PaymentMethodType[]> {
  const { total } = await payableOrder(ctx, orderId);
  const due = total.minor - (await committedOf(ctx, orderId));
  const { settings, provider } = ctx.services;
  if (due <= 0) return [];
  const methods = settings.methods.filter(
    (name) => name !== 'card' || due >= settings.cardMinimum(total.currency),
  );
  return methods.map((name) => ({
    kind: PaymentMethodKind[name.toUpperCase() as keyof typeof PaymentMethodKind],
    amount: money(due, total.currency),
    method: name === 'card' || name === 'gift_card' ? null : name,
    provider: name === 'card' ? provider.name : null,
  }));
}
