import { MoneyInput } from '@emporium/graphql/money.type';
import { ArgsType, Directive, Field, ID, InputType, Int } from 'type-graphql';
import { KEY } from '../order/order.inputs.js';

@Directive('@tag(name: "admin")')
@InputType('OrderChangeInput', {
  description: 'One change of an order: names either a variant to add, or a line to change.',
})
export class OrderChangeInput {
  @Field(() => ID, { nullable: true, description: 'A variant that the order has not yet.' })
  variantId?: string | null;
  @Field(() => ID, { nullable: true, description: 'A line of the order.' })
  orderLineId?: string | null;
  @Field(() => Int, {
    nullable: true,
    description: 'Units that there shall be; 0 removes the line. Left out, those of the line stay.',
  })
  quantity?: number | null;
  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'Price of one unit, stated as the shop states prices; no price list changes it, promotions do. Left out, the price of the rules.',
  })
  unitPrice?: MoneyInput | null;
  @Field(() => String, { nullable: true, description: 'Why; needed with a price.' })
  reason?: string | null;
}

@ArgsType()
export class OrderEditPreviewArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => [OrderChangeInput], { description: 'What shall be changed, at most 100 changes.' })
  changes!: OrderChangeInput[];
}

@ArgsType()
export class OrderEditArgs extends OrderEditPreviewArgs {
  @Field(() => String, { nullable: true, description: 'Why; it stands in the history.' })
  note?: string | null;
  @Field(() => Int, { description: 'The version of the order that was read.' })
  expectedVersion!: number;
  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'The total that orderEditPreview showed; another one is refused with PriceChangedError.',
  })
  expectedTotal?: MoneyInput | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}
