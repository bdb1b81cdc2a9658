import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { OrderError } from './order.errors.js';
import { OrderType } from './order.type.js';

@ObjectType('OrderPayload', { description: 'Answer of the order mutations.' })
export class OrderPayload {
  @Field(() => OrderType, {
    nullable: true,
    description: 'The order; null when the mutation failed.',
  })
  order?: OrderType | null;
  @Field(() => String, {
    nullable: true,
    description: "Opens a guest's order for 30 days; orderPlace by a guest alone gives it.",
  })
  guestToken?: string | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
