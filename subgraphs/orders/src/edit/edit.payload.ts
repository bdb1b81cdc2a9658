import { assumedListSize } from '@emporium/graphql/list-size';
import { MoneyType } from '@emporium/graphql/money.type';
import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('OrderEditPreviewLine', { description: 'A line as it would be.' })
export class OrderEditPreviewLine {
  @Field(() => ID, { nullable: true, description: 'The order line; null: it would be new.' })
  orderLineId!: string | null;
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => String, { description: 'SKU of the variant.' })
  sku!: string;
  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
  @Field(() => MoneyType, { description: 'Price of one unit.' })
  unitPrice!: MoneyType;
  @Field(() => MoneyType, { description: "The line's share of the order's discount." })
  discount!: MoneyType;
  @Field(() => MoneyType, { description: 'What the line would cost.' })
  total!: MoneyType;
}

@Directive('@tag(name: "admin")')
@ObjectType('OrderEditPreview', { description: 'What a change would make of an order.' })
export class OrderEditPreview {
  @Field(() => Int, { description: 'The version of the order; goes into expectedVersion.' })
  version!: number;
  @Directive(assumedListSize(10))
  @Field(() => [OrderEditPreviewLine], { description: 'Its lines.' })
  lines!: OrderEditPreviewLine[];
  @Field(() => MoneyType, { description: 'What promotions would take off.' })
  discount!: MoneyType;
  @Field(() => MoneyType, { description: 'What shipping would cost.' })
  shipping!: MoneyType;
  @Field(() => MoneyType, { description: 'Tax, included in the total.' })
  tax!: MoneyType;
  @Field(() => MoneyType, { description: 'What the order would cost; goes into expectedTotal.' })
  total!: MoneyType;
  @Field(() => MoneyType, { description: 'What that is more than now; negative: less.' })
  difference!: MoneyType;
  @Field(() => MoneyType, { description: 'What would be to pay before it is sent.' })
  amountDue!: MoneyType;
  @Field(() => MoneyType, { description: 'What would go back.' })
  refund!: MoneyType;
}

@Directive('@tag(name: "admin")')
@ObjectType('OrderEditPreviewPayload', { description: 'Answer of orderEditPreview.' })
export class OrderEditPreviewPayload {
  @Field(() => OrderEditPreview, {
    nullable: true,
    description: 'The preview; null when the order cannot be changed so.',
  })
  preview?: OrderEditPreview | null;
  @Field(() => [OrderError], { description: 'Expected failures, as orderEdit would have them.' })
  userErrors!: UserError[];
}
