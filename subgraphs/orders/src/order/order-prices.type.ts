import { money, MoneyType } from '@emporium/graphql/money.type';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { StoredDiscount, StoredShippingMethod } from './order.entity.js';

@ObjectType('OrderDiscount', { description: 'A promotion that took something off an order.' })
export class OrderDiscount {
  @Field(() => ID, { description: 'The promotion.' })
  promotionId!: string;
  @Field(() => String, { description: 'What it was called.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'The code that opened it; null: automatic.' })
  code!: string | null;
  @Field(() => MoneyType, { description: 'What it took off.' })
  amount!: MoneyType;
}

@ObjectType('OrderShippingMethod', {
  description: 'The way of delivery as it was offered when the order was placed.',
})
export class OrderShippingMethod {
  @Field(() => ID, { description: 'The shipping method.' })
  methodId!: string;
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => String, { nullable: true, description: 'What buyers were told of it.' })
  description!: string | null;
  @Field(() => MoneyType, { description: 'Price before discounts.' })
  price!: MoneyType;
  @Field(() => MoneyType, { description: 'What promotions took off the price.' })
  discount!: MoneyType;
  @Field(() => MoneyType, { description: 'Tax, included in the total.' })
  tax!: MoneyType;
  @Field(() => MoneyType, { description: 'What is paid for it.' })
  total!: MoneyType;
  @Field(() => Boolean, { description: 'Fetched by the buyer.' })
  isPickup!: boolean;
  @Field(() => Int, { nullable: true, description: 'Working days at least; null: not told.' })
  minDays!: number | null;
  @Field(() => Int, { nullable: true, description: 'Working days at most; null: not told.' })
  maxDays!: number | null;
}

/** The GraphQL face of a frozen discount. */
export const orderDiscount = (discount: StoredDiscount, currency: string): OrderDiscount => ({
  ...discount,
  amount: money(discount.amount, currency),
});

/** The GraphQL face of a frozen way of delivery. */
export const orderShippingMethod = (
  { taxLines: _taxLines, ...method }: StoredShippingMethod,
  currency: string,
): OrderShippingMethod => ({
  ...method,
  price: money(method.price, currency),
  discount: money(method.discount, currency),
  tax: money(method.tax, currency),
  total: money(method.total, currency),
});
