import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyInput, MoneyType } from '@emporium/graphql/money.type';
import { DecimalScalar } from '@emporium/graphql/scalars';
import { Directive, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum PromotionEffectType {
  PERCENTAGE = 'PERCENTAGE',
  FIXED_AMOUNT = 'FIXED_AMOUNT',
  FREE_SHIPPING = 'FREE_SHIPPING',
  BUY_X_GET_Y = 'BUY_X_GET_Y',
  QUANTITY_TIERS = 'QUANTITY_TIERS',
}
registerEnumType(PromotionEffectType, {
  name: 'PromotionEffectType',
  description: 'What a promotion does.',
  valuesConfig: {
    PERCENTAGE: { description: 'Takes a part of the price off: `rate`, `target`.' },
    FIXED_AMOUNT: { description: 'Takes an amount off: `amount`, `target`.' },
    FREE_SHIPPING: { description: 'Shipping for nothing, or up to `upTo`.' },
    BUY_X_GET_Y: { description: 'Who takes `buy` gets the cheapest `get` for less by `rate`.' },
    QUANTITY_TIERS: { description: 'The more of the selected goods, the more off: `tiers`.' },
  },
});

export enum PromotionTarget {
  LINES = 'LINES',
  UNIT = 'UNIT',
  ORDER = 'ORDER',
}
registerEnumType(PromotionTarget, {
  name: 'PromotionTarget',
  description: 'What something is taken off.',
  valuesConfig: {
    LINES: { description: 'Each selected line; for a percentage.' },
    UNIT: { description: 'Each selected unit; for an amount.' },
    ORDER: { description: 'The selected goods as a whole.' },
  },
});

@Directive('@tag(name: "admin")')
@ObjectType('PromotionTier', { description: 'What is taken off from a quantity on.' })
export class PromotionTier {
  @Field(() => Int, { description: 'From this many of the selected goods together.' })
  fromQuantity!: number;
  @Field(() => DecimalScalar, { description: 'A part of 1: `0.1` is 10 % off.' })
  rate!: string;
}

@Directive('@tag(name: "admin")')
@ObjectType('PromotionEffect', {
  description: 'What a promotion does; the type tells which fields it has.',
})
export class PromotionEffect {
  @Field(() => PromotionEffectType, { description: 'What it does.' })
  type!: PromotionEffectType;
  @Field(() => PromotionTarget, { nullable: true, description: 'What it is taken off.' })
  target?: PromotionTarget | null;
  @Field(() => DecimalScalar, { nullable: true, description: 'A part of 1: `0.1` is 10 % off.' })
  rate?: string | null;
  @Field(() => MoneyType, { nullable: true, description: 'What is taken off.' })
  amount?: MoneyType | null;
  @Field(() => MoneyType, { nullable: true, description: 'Most of shipping that is taken over.' })
  upTo?: MoneyType | null;
  @Field(() => Int, { nullable: true, description: 'Units to take at the full price.' })
  buy?: number | null;
  @Field(() => Int, { nullable: true, description: 'Units that cost less.' })
  get?: number | null;
  @Directive(assumedListSize(5))
  @Field(() => [PromotionTier], { nullable: true, description: 'The last one reached counts.' })
  tiers?: PromotionTier[] | null;
}

@InputType('PromotionTierInput', { description: 'What is taken off from a quantity on.' })
export class PromotionTierInput {
  @Field(() => Int, { description: 'From this many of the selected goods together.' })
  fromQuantity!: number;
  @Field(() => DecimalScalar, { description: 'A part of 1: `0.1` is 10 % off.' })
  rate!: string;
}

@InputType('PromotionEffectInput', {
  description: 'What a promotion does; give the fields of its type and no others.',
})
export class PromotionEffectInput {
  @Field(() => PromotionEffectType, { description: 'What it does.' })
  type!: PromotionEffectType;
  @Field(() => PromotionTarget, { nullable: true, description: 'What it is taken off.' })
  target?: PromotionTarget | null;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'A part of 1: `0.1` is 10 % off, `1` is for nothing.',
  })
  rate?: string | null;
  @Field(() => MoneyInput, { nullable: true, description: 'What is taken off.' })
  amount?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Most of shipping that is taken over.' })
  upTo?: MoneyInput | null;
  @Field(() => Int, { nullable: true, description: 'Units to take at the full price.' })
  buy?: number | null;
  @Field(() => Int, { nullable: true, description: 'Units that cost less.' })
  get?: number | null;
  @Field(() => [PromotionTierInput], { nullable: true, description: '1 to 20 tiers.' })
  tiers?: PromotionTierInput[] | null;
}
