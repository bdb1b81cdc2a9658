import { Node } from '@emporium/graphql/node.type';
import { CurrencyCodeScalar, DecimalScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-cur")')
@Directive('@tag(name: "admin")')
@ObjectType('ShopCurrency', {
  implements: Node,
  description:
    'A currency that the shop sells in beside its own: by a rate, by price lists, or by both.',
})
export class ShopCurrency extends RuleNode {
  @Field(() => CurrencyCodeScalar, { description: 'The currency.' })
  currency!: string;
  @Field(() => CurrencyCodeScalar, {
    description: 'Currency that the rate starts from: that of the shop.',
  })
  base!: string;
  @Field(() => Boolean, { description: 'Whether it can be bought in.' })
  isActive!: boolean;
  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Units of it for one unit of the base, e.g. "0.95"; null: price lists alone.',
  })
  rate?: string | null;
  @Field(() => Int, {
    description: 'Converted amounts are multiples of so many minor units; 5 in CHF: 0.05.',
  })
  roundTo!: number;
}

/** A currency as the API shows it. */
export function toShopCurrency(row: RuleRow<'CURRENCY'>): ShopCurrency {
  const { currency, base, isActive, rate, roundTo } = row.data;
  return Object.assign(Object.create(ShopCurrency.prototype) as ShopCurrency, {
    ...ruleNode(row),
    currency,
    base,
    isActive,
    rate,
    roundTo,
  });
}
