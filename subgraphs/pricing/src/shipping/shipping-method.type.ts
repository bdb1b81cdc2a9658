import { assumedListSize } from '@emporium/graphql/list-size';
import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { CurrencyCodeScalar } from '@emporium/graphql/scalars';
import type { ShippingMethodRule } from '@emporium/pricing/rules';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PricingArea } from '../rule/area.type.js';
import { RuleNode, ruleNode } from '../rule/rule-node.type.js';
import type { RuleRow } from '../rule/rule-noun.js';

export enum ShippingPriceBasis {
  FLAT = 'FLAT',
  WEIGHT = 'WEIGHT',
  VALUE = 'VALUE',
}
registerEnumType(ShippingPriceBasis, {
  name: 'ShippingPriceBasis',
  description: 'What a price of shipping depends on.',
  valuesConfig: {
    FLAT: { description: 'One price.' },
    WEIGHT: { description: 'The weight of all goods.' },
    VALUE: { description: 'The value of the goods after discounts.' },
  },
});

@Directive('@tag(name: "admin")')
@ObjectType('ShippingPriceTier', { description: 'A price from a weight or value on.' })
export class ShippingPriceTier {
  @Field(() => Int, { nullable: true, description: 'From this weight in grams; by weight.' })
  fromGrams?: number | null;
  @Field(() => MoneyType, { nullable: true, description: 'From this value; by value.' })
  fromValue?: MoneyType | null;
  @Field(() => MoneyType, { description: 'The price.' })
  amount!: MoneyType;
}

@Directive('@tag(name: "admin")')
@ObjectType('ShippingPrice', { description: 'What a way of delivery costs.' })
export class ShippingPrice {
  @Field(() => ShippingPriceBasis, { description: 'What it depends on.' })
  basis!: ShippingPriceBasis;
  @Field(() => MoneyType, { nullable: true, description: 'The price; flat.' })
  amount?: MoneyType | null;
  @Directive(assumedListSize(5))
  @Field(() => [ShippingPriceTier], {
    nullable: true,
    description: 'The last tier that is reached counts; without one the method is not offered.',
  })
  tiers?: ShippingPriceTier[] | null;
}

@Directive('@key(fields: "id")')
@Directive('@tag(name: "id-ship")')
@Directive('@tag(name: "admin")')
@ObjectType('ShippingMethod', { implements: Node, description: 'A way of delivery in an area.' })
export class ShippingMethod extends RuleNode {
  @Field(() => String, { description: 'Name as buyers read it.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'More about it for buyers.' })
  description?: string | null;
  @Field(() => Boolean, { description: 'Whether it is offered.' })
  isActive!: boolean;
  @Field(() => Boolean, { description: 'Fetched by the buyer: no address is needed.' })
  isPickup!: boolean;
  @Field(() => Int, { description: 'Order of presentation, from 0.' })
  position!: number;
  @Field(() => PricingArea, { description: 'Where it is offered.' })
  area!: PricingArea;
  @Field(() => CurrencyCodeScalar, { description: 'Currency of its amounts.' })
  currency!: string;
  @Field(() => ShippingPrice, { description: 'What it costs.' })
  price!: ShippingPrice;
  @Field(() => MoneyType, {
    nullable: true,
    description: 'Goods of this value after discounts ship for nothing.',
  })
  freeFrom?: MoneyType | null;
  @Field(() => Int, { nullable: true, description: 'Heavier carts do not get it; grams.' })
  maxWeightGrams?: number | null;
  @Field(() => Int, { nullable: true, description: 'Fastest delivery in working days.' })
  minDays?: number | null;
  @Field(() => Int, { nullable: true, description: 'Slowest delivery in working days.' })
  maxDays?: number | null;
}

/** A shipping method as the API shows it. */
export function toShippingMethod(row: RuleRow<'SHIPPING_METHOD'>): ShippingMethod {
  const { kind: _kind, id: _id, price, freeFrom, ...others } = row.data;
  return Object.assign(Object.create(ShippingMethod.prototype) as ShippingMethod, {
    ...ruleNode(row),
    ...others,
    freeFrom: freeFrom === null ? null : money(freeFrom, others.currency),
    price: toPrice(price, others.currency),
  });
}

function toPrice(price: ShippingMethodRule['price'], currency: string): ShippingPrice {
  if (price.by === 'FLAT')
    return {
      basis: ShippingPriceBasis.FLAT,
      amount: money(price.amount, currency),
      tiers: null,
    };
  const isByWeight = price.by === 'WEIGHT';
  return {
    basis: isByWeight ? ShippingPriceBasis.WEIGHT : ShippingPriceBasis.VALUE,
    amount: null,
    tiers: price.tiers.map(({ from, amount }) => ({
      fromGrams: isByWeight ? from : null,
      fromValue: isByWeight ? null : money(from, currency),
      amount: money(amount, currency),
    })),
  };
}
