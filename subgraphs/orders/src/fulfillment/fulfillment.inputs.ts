import { UrlScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { KEY, OrderLineUnitsInput } from '../order/order.inputs.js';

@ArgsType()
class ShipmentArgs {
  @Field(() => String, { nullable: true, description: 'Carrier; null removes it.' })
  carrier?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "The carrier's number of the parcel; null removes it.",
  })
  trackingNumber?: string | null;
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Where the parcel can be followed; null removes it.',
  })
  trackingUrl?: string | null;
}

@ArgsType()
export class FulfillmentCreateArgs extends ShipmentArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => [OrderLineUnitsInput], {
    nullable: true,
    description: 'What is in the parcel; left out, all units that are not sent yet.',
  })
  lines?: OrderLineUnitsInput[] | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class FulfillmentUpdateArgs extends ShipmentArgs {
  @Field(() => ID, { description: 'The parcel.' })
  id!: string;
  @Field(() => Int, { description: 'The version of the parcel that was read.' })
  expectedVersion!: number;
}

@ArgsType()
export class FulfillmentVersionArgs {
  @Field(() => ID, { description: 'The parcel.' })
  id!: string;
  @Field(() => Int, { description: 'The version of the parcel that was read.' })
  expectedVersion!: number;
}
