import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { CurrencyCodeScalar, DateTimeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { asPeriod } from '../rule/rule-fields.js';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

@Directive('@tag(name: "admin")')
@ObjectType('PriceListPrice', { description: 'Price of a variant in a list.' })
export class PriceListPriceType {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { description: 'From this many units of the variant.' })
  fromQuantity!: number;
  @Field(() => MoneyType, { description: 'Price of one unit.' })
  amount!: MoneyType;
}

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-plist")')
@Directive('@tag(name: "admin")')
@ObjectType('PriceList', {
  implements: Node,
  description: 'Prices of their own for a group, a time, a quantity or a currency.',
})
export class PriceList extends RuleNode {
  @Field(() => String, { description: 'Name for staff.' })
  name!: string;
  @Field(() => Boolean, { description: 'Whether it is switched on.' })
  isActive!: boolean;
  @Field(() => Int, {
    description:
      'Of several lists with a price the highest priority counts, of equal ones the lowest price.',
  })
  priority!: number;
  @Field(() => [ID], { description: 'Groups it is for; empty: everybody.' })
  customerGroupIds!: string[];
  @Field(() => CurrencyCodeScalar, { description: 'Currency of its prices.' })
  currency!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when; null: always was.' })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: for ever.' })
  endsAt?: Date | null;
}

/** A price list as the API shows it. */
export function toPriceList(row: RuleRow<'PRICE_LIST'>): PriceList {
  const { name, isActive, priority, customerGroupIds, currency } = row.data;
  return Object.assign(Object.create(PriceList.prototype) as PriceList, {
    ...ruleNode(row),
    ...asPeriod(row.data),
    name,
    isActive,
    priority,
    customerGroupIds,
    currency,
  });
}

/** A price as the API shows it. */
export const toPriceListPrice = (
  price: { variantId: string; fromQuantity: number; minor: number },
  currency: string,
): PriceListPriceType => ({
  variantId: price.variantId,
  fromQuantity: price.fromQuantity,
  amount: money(price.minor, currency),
});
