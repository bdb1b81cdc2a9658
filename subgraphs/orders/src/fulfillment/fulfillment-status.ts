import { registerEnumType } from 'type-graphql';
import type { OrderLineRow } from '../order/order-line.entity.js';
import { openUnitsOf } from './open-units.js';

/** @public Every member is part of the schema. */
export enum FulfillmentStatus {
  UNFULFILLED = 'UNFULFILLED',
  PARTIALLY_FULFILLED = 'PARTIALLY_FULFILLED',
  FULFILLED = 'FULFILLED',
}
registerEnumType(FulfillmentStatus, {
  name: 'FulfillmentStatus',
  description: 'How much of an order is in parcels. New values may come.',
  valuesConfig: {
    UNFULFILLED: { description: 'Nothing is in a parcel.' },
    PARTIALLY_FULFILLED: { description: 'Some units are in parcels, others are still to be sent.' },
    FULFILLED: { description: 'Whatever was not cancelled is in parcels.' },
  },
});

/** How much of these lines is in parcels. */
export function fulfillmentStatusOf(lines: readonly OrderLineRow[]): FulfillmentStatus {
  if (!lines.some((line) => line.fulfilledQuantity > 0)) return FulfillmentStatus.UNFULFILLED;
  return lines.some((line) => openUnitsOf(line) > 0)
    ? FulfillmentStatus.PARTIALLY_FULFILLED
    : FulfillmentStatus.FULFILLED;
}
