import { money } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar } from '@emporium/graphql/scalars';
import type { PromotionRule } from '@emporium/pricing/rules';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { asPeriod } from '../rule/rule-fields.js';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';
import { PromotionConditions } from './promotion-conditions.type.js';
import { PromotionEffect } from './promotion-effect.type.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-promo")')
@Directive('@tag(name: "admin")')
@ObjectType('Promotion', {
  implements: Node,
  description: 'A reduction: automatic, or opened by a code.',
})
export class Promotion extends RuleNode {
  @Field(() => String, { description: 'Name as buyers read it.' })
  name!: string;
  @Field(() => Boolean, { description: 'Whether it is switched on.' })
  isActive!: boolean;
  @Field(() => Boolean, { description: 'Applies without a code.' })
  isAutomatic!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when; null: always was.' })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: for ever.' })
  endsAt?: Date | null;
  @Field(() => Int, { description: 'Higher ones are tried first.' })
  priority!: number;
  @Field(() => Boolean, { description: 'Applied alone, without any other promotion.' })
  isExclusive!: boolean;
  @Field(() => PromotionConditions, { description: 'When it applies.' })
  conditions!: PromotionConditions;
  @Field(() => PromotionEffect, { description: 'What it does.' })
  effect!: PromotionEffect;
  @Field(() => Int, { nullable: true, description: 'Most redemptions in all; null: unlimited.' })
  limit?: number | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Most redemptions of one customer; null: unlimited.',
  })
  limitPerCustomer?: number | null;
  @Field(() => Int, {
    description: 'Redemptions heard of so far; orders that were cancelled do not count.',
  })
  timesRedeemed!: number;
  @Field(() => Boolean, { description: 'The limit is reached as far as was heard.' })
  isExhausted!: boolean;
}

const amountOf = (amount: { minor: number; currency: string } | null) =>
  amount && money(amount.minor, amount.currency);

/** A promotion as the API shows it. */
export function toPromotion(row: RuleRow<'PROMOTION'>): Promotion {
  const { data } = row;
  const { conditions } = data;
  return Object.assign(Object.create(Promotion.prototype) as Promotion, {
    ...ruleNode(row),
    ...asPeriod(data),
    name: data.name,
    isActive: data.isActive,
    isAutomatic: data.isAutomatic,
    priority: data.priority,
    isExclusive: data.isExclusive,
    conditions: { ...conditions, minimum: amountOf(conditions.minimum) },
    effect: toEffect(data.effect),
    limit: data.limit,
    limitPerCustomer: data.limitPerCustomer,
    timesRedeemed: row.timesRedeemed,
    isExhausted: data.isExhausted,
  });
}

function toEffect(effect: PromotionRule['effect']): PromotionEffect {
  const shown = { ...effect } as Record<string, unknown>;
  if (effect.type === 'FIXED_AMOUNT') shown['amount'] = amountOf(effect.amount);
  if (effect.type === 'FREE_SHIPPING') shown['upTo'] = amountOf(effect.upTo);
  if (effect.type === 'QUANTITY_TIERS')
    shown['tiers'] = effect.tiers.map(({ from, rate }) => ({ fromQuantity: from, rate }));
  return shown as unknown as PromotionEffect;
}
