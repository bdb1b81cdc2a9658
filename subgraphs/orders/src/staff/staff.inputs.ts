import { AddressInput } from '@emporium/graphql/address.type';
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { KEY } from '../order/order.inputs.js';
import { OrderStatus } from '../order/order-status.js';

@ArgsType()
export class OrderNoteAddArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => String, { description: 'The note.' })
  text!: string;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class OrderTagsUpdateArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => [String], { nullable: true, description: 'Tags that it shall have.' })
  add?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Tags that it shall not have.' })
  remove?: string[] | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class OrderAddressUpdateArgs {
  @Field(() => ID, { description: 'The order.' })
  id!: string;
  @Field(() => AddressInput, { description: 'Where it goes; country and region stay.' })
  shippingAddress!: AddressInput;
  @Field(() => Int, { description: 'The version of the order that was read.' })
  expectedVersion!: number;
}

@ArgsType()
export class OrderBulkTransitionArgs {
  @Field(() => [ID], { description: 'The orders, at most 500.' })
  ids!: string[];
  @Field(() => OrderStatus, { description: 'The status that they shall have.' })
  to!: OrderStatus;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}
