import type { UserError } from '@emporium/graphql/user-errors';
import { Field, Int, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';

@ObjectType('OrdersClaimPayload', { description: 'Answer of ordersClaim.' })
export class OrdersClaimPayload {
  @Field(() => Int, {
    nullable: true,
    description: 'Orders that are yours from now on; 0 when there were none left.',
  })
  claimedOrders?: number | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
