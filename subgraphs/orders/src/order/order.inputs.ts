import { AddressInput } from '@emporium/graphql/address.type';
import { MoneyInput } from '@emporium/graphql/money.type';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { ArgsType, Directive, Field, ID, InputType, Int } from 'type-graphql';
import { OrderStatus } from './order-status.js';

/** Description of every idempotencyKey. */
export const KEY =
  'Made by the client for this one action; a repeat with the same key gives the same answer and acts once.';

@InputType('OrderPlaceInput', {
  description: 'What is ordered, where it goes, and what it should cost.',
})
export class OrderPlaceInput {
  @Field(() => ID, { nullable: true, description: "The cart; left out, the logged-in user's own." })
  cartId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'E-mail address of a guest; required without login.',
  })
  guestEmail?: string | null;
  @Field(() => AddressInput, { description: 'Where the goods go.' })
  shippingAddress!: AddressInput;
  @Field(() => AddressInput, {
    nullable: true,
    description: 'Where the bill goes; left out, the shipping address.',
  })
  billingAddress?: AddressInput | null;
  @Field(() => ID, {
    nullable: true,
    description:
      'One of shippingMethods; left out, the one chosen for the cart. Needed when the shop has some for the address.',
  })
  shippingMethodId?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      'VAT number of a business; its form is checked. Left out, the one told for the cart.',
  })
  vatNumber?: string | null;
  @Field(() => MoneyInput, {
    description: 'The total that the buyer saw; another one is refused with PriceChangedError.',
  })
  expectedTotal!: MoneyInput;
}

@ArgsType()
export class OrderPlaceArgs {
  @Field(() => OrderPlaceInput, { description: 'The order.' })
  input!: OrderPlaceInput;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@ArgsType()
export class OrderCancelArgs {
  @Field(() => ID, { description: 'The order.' })
  id!: string;
  @Field(() => String, { nullable: true, description: 'Why, in the words of the one who cancels.' })
  reason?: string | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('OrderLineUnitsInput', { description: 'Units of an order line.' })
export class OrderLineUnitsInput {
  @Field(() => ID, { description: 'The order line.' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units, at least 1.' })
  quantity!: number;
}

@ArgsType()
export class OrderLinesCancelArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => [OrderLineUnitsInput], {
    nullable: true,
    description: 'What is not sent; left out, all units that are not in parcels.',
  })
  lines?: OrderLineUnitsInput[] | null;
  @Field(() => String, { nullable: true, description: 'Why; the buyer reads it.' })
  reason?: string | null;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('ShipmentInput', { description: 'How an order was shipped.' })
export class ShipmentInput {
  @Field(() => String, { nullable: true, description: 'Carrier.' })
  carrier?: string | null;
  @Field(() => String, { nullable: true, description: "The carrier's number of the parcel." })
  trackingNumber?: string | null;
  @Field(() => UrlScalar, { nullable: true, description: 'Where the parcel can be followed.' })
  trackingUrl?: string | null;
}

@ArgsType()
export class OrderTransitionArgs {
  @Field(() => ID, { description: 'The order.' })
  id!: string;
  @Field(() => OrderStatus, { description: 'The status it shall have.' })
  to!: OrderStatus;
  @Field(() => Int, { description: 'The version that was read.' })
  expectedVersion!: number;
  @Field(() => ShipmentInput, { nullable: true, description: 'Tracking data, with SHIPPED only.' })
  shipment?: ShipmentInput | null;
}

@InputType('ReturnLineInput', { description: 'Units of an order line that shall go back.' })
export class ReturnLineInput {
  @Field(() => ID, { description: 'The order line.' })
  orderLineId!: string;
  @Field(() => Int, { description: 'Units, at least 1.' })
  quantity!: number;
}

@ArgsType()
export class OrderReturnRequestArgs {
  @Field(() => ID, { description: 'The order.' })
  orderId!: string;
  @Field(() => [ReturnLineInput], { description: 'What shall go back.' })
  lines!: ReturnLineInput[];
  @Field(() => String, { description: 'Why.' })
  reason!: string;
  @Field(() => ID, { description: KEY })
  idempotencyKey!: string;
}

@Directive('@tag(name: "admin")')
@InputType('OrderWhere', { description: 'Which orders; all conditions must hold.' })
export class OrderWhere {
  @Field(() => [OrderStatus], { nullable: true, description: 'In one of these statuses.' })
  status?: OrderStatus[] | null;
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  customerId?: string | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed after this instant.' })
  placedAfter?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Placed before this instant.' })
  placedBefore?: Date | null;
  @Field(() => String, { nullable: true, description: 'With exactly this number.' })
  number?: string | null;
  @Field(() => String, {
    nullable: true,
    description:
      "Whose contact's e-mail address, name or last name begins so; at least 2 characters, large or small.",
  })
  search?: string | null;
  @Field(() => String, { nullable: true, description: 'With this tag.' })
  tag?: string | null;
}

@ArgsType()
export class OrdersArgs extends ForwardPageArgs {
  @Field(() => OrderWhere, { nullable: true, description: 'Which orders; all without it.' })
  where?: OrderWhere | null;
}
