import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { OrderError } from '../order/order.errors.js';
import { OrderType } from '../order/order.type.js';
import { Fulfillment } from './fulfillment.entity.js';

@Directive('@tag(name: "admin")')
@ObjectType('FulfillmentPayload', { description: 'Answer of the mutations of parcels.' })
export class FulfillmentPayload {
  @Field(() => Fulfillment, {
    nullable: true,
    description: 'The parcel; null when the mutation failed.',
  })
  fulfillment?: Fulfillment | null;
  @Field(() => OrderType, {
    nullable: true,
    description: 'Its order as it is now; null when the mutation failed.',
  })
  order?: OrderType | null;
  @Field(() => [OrderError], { description: 'Expected failures.' })
  userErrors!: UserError[];
}
