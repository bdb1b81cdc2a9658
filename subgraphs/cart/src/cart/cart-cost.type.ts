import { MoneyType } from '@emporium/graphql/money.type';
import { DecimalScalar } from '@emporium/graphql/scalars';
import type { CodeProblem } from '@emporium/pricing/basket';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType('CartCost', {
  description:
    'What the lines that can be bought would cost now: subtotal - discount + shippingEstimate = total, plus tax where prices do not include it.',
})
export class CartCost {
  @Field(() => MoneyType, { description: 'Sum of the lines before discounts.' })
  subtotal!: MoneyType;
  @Field(() => MoneyType, { description: 'What promotions take off lines and shipping.' })
  discount!: MoneyType;
  @Field(() => MoneyType, {
    nullable: true,
    description: 'The chosen way of delivery before discounts; null while none is chosen.',
  })
  shippingEstimate?: MoneyType | null;
  @Field(() => MoneyType, {
    nullable: true,
    description: 'Tax of lines and shipping; null when the shop has no tax rules.',
  })
  tax?: MoneyType | null;
  @Field(() => Boolean, {
    description: 'Whether the amounts include the tax; otherwise it is added to the total.',
  })
  pricesIncludeTax!: boolean;
  @Field(() => MoneyType, { description: 'What an order of this cart would cost.' })
  total!: MoneyType;
  @Field(() => Boolean, {
    description: "True when catalog did not answer and the prices are cart's last known ones.",
  })
  estimated!: boolean;
}

@ObjectType('CartTaxLine', { description: 'Tax of a cart at one rate.' })
export class CartTaxLine {
  @Field(() => String, { description: 'Name of the tax.' })
  name!: string;
  @Field(() => DecimalScalar, { description: 'Rate, e.g. "0.19".' })
  rate!: string;
  @Field(() => MoneyType, { description: 'What it is charged on, without it.' })
  base!: MoneyType;
  @Field(() => MoneyType, { description: 'The tax.' })
  amount!: MoneyType;
}

@ObjectType('CartDiscount', { description: 'A promotion that takes something off a cart.' })
export class CartDiscount {
  @Field(() => ID, { description: 'The promotion.' })
  promotionId!: string;
  @Field(() => String, { description: 'What it is called.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'The code that opened it; null: automatic.' })
  code?: string | null;
  @Field(() => MoneyType, { description: 'What it takes off.' })
  amount!: MoneyType;
}

/** Reasons of the calculator as an enum of the schema. */
export const DiscountCodeProblem: { [P in CodeProblem]: P } = {
  UNKNOWN: 'UNKNOWN',
  INACTIVE: 'INACTIVE',
  NOT_YET_VALID: 'NOT_YET_VALID',
  EXPIRED: 'EXPIRED',
  EXHAUSTED: 'EXHAUSTED',
  MINIMUM_NOT_REACHED: 'MINIMUM_NOT_REACHED',
  NO_MATCHING_GOODS: 'NO_MATCHING_GOODS',
  NOT_FOR_THIS_CUSTOMER: 'NOT_FOR_THIS_CUSTOMER',
  FIRST_ORDER_ONLY: 'FIRST_ORDER_ONLY',
  NOT_COMBINABLE: 'NOT_COMBINABLE',
  NO_EFFECT: 'NO_EFFECT',
};
registerEnumType(DiscountCodeProblem, {
  name: 'DiscountCodeProblem',
  description: 'Why a code takes nothing off. New values may come: show the message.',
  valuesConfig: {
    UNKNOWN: { description: 'There is no such code.' },
    INACTIVE: { description: 'Switched off.' },
    NOT_YET_VALID: { description: 'Its time has not come.' },
    EXPIRED: { description: 'Its time is over.' },
    EXHAUSTED: { description: 'Used as often as it may be.' },
    MINIMUM_NOT_REACHED: { description: 'Too little in the cart.' },
    NO_MATCHING_GOODS: { description: 'Nothing in the cart that it is for.' },
    NOT_FOR_THIS_CUSTOMER: { description: 'For a group of customers.' },
    FIRST_ORDER_ONLY: { description: 'For the first order of somebody who is logged in.' },
    NOT_COMBINABLE: { description: 'Another promotion excludes it.' },
    NO_EFFECT: { description: 'Others have taken off everything already.' },
  },
});

@ObjectType('AppliedDiscountCode', { description: 'A code that the shopper entered.' })
export class AppliedDiscountCode {
  @Field(() => String, { description: 'The code.' })
  code!: string;
  @Field(() => Boolean, { description: 'Whether it counts for this cart.' })
  applicable!: boolean;
  @Field(() => MoneyType, { description: 'What it takes off.' })
  amount!: MoneyType;
  @Field(() => DiscountCodeProblem, {
    nullable: true,
    description: 'Why it does not count; null when it does.',
  })
  problem?: CodeProblem | null;
  @Field(() => String, {
    nullable: true,
    description: 'The same in words, with what to do; null when it counts.',
  })
  message?: string | null;
}

@ObjectType('ShippingOption', { description: 'A way of delivery that is offered for a cart.' })
export class ShippingOptionType {
  @Field(() => ID, { description: 'The shipping method; orderPlace takes it.' })
  methodId!: string;
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What buyers should know of it.' })
  description?: string | null;
  @Field(() => MoneyType, { description: 'Price before discounts.' })
  price!: MoneyType;
  @Field(() => MoneyType, { description: 'What would be paid for it.' })
  total!: MoneyType;
  @Field(() => Boolean, { description: 'Fetched by the buyer.' })
  isPickup!: boolean;
  @Field(() => Int, { nullable: true, description: 'Working days at least; null: not told.' })
  minDays?: number | null;
  @Field(() => Int, { nullable: true, description: 'Working days at most; null: not told.' })
  maxDays?: number | null;
}
