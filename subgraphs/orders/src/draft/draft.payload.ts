import { MoneyType } from '@emporium/graphql/money.type';
import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';
import { DraftOrderType } from './draft.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('DraftOrderTotalsPayload', { description: 'What a draft would cost.' })
export class DraftOrderTotals {
  @Field(() => MoneyType, { nullable: true, description: 'Sum of the lines before discount.' })
  subtotal?: MoneyType | null;
  @Field(() => MoneyType, { nullable: true, description: 'What promotions would take off.' })
  discount?: MoneyType | null;
  @Field(() => MoneyType, { nullable: true, description: 'What shipping would cost.' })
  shipping?: MoneyType | null;
  @Field(() => MoneyType, { nullable: true, description: 'Tax, included in the total.' })
  tax?: MoneyType | null;
  @Field(() => MoneyType, {
    nullable: true,
    description: 'What the buyer would pay; goes into expectedTotal. Null with userErrors.',
  })
  total?: MoneyType | null;
  @Field(() => [OrderError], { description: 'Why it could not be sent as it is.' })
  userErrors!: UserError[];
}

@Directive('@tag(name: "admin")')
@ObjectType('DraftOrderPayload', { description: 'Answer of the mutations of drafts.' })
export class DraftOrderPayload {
  @Field(() => DraftOrderType, {
    nullable: true,
    description: 'The draft; null when the mutation failed.',
  })
  draftOrder?: DraftOrderType | null;
  @Field(() => String, {
    nullable: true,
    description:
      "draftOrderSend for a guest: opens the order, as the link in the buyer's mail does.",
  })
  guestToken?: string | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
