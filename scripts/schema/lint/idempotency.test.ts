import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { idempotency } from './idempotency.js';

it('a mutation on stock or money without a key is found, and a key inside the input', () => {
  expect(
    placesIn(idempotency, {
      orders: `
        type Mutation {
          orderPlace(input: OrderPlaceInput!): Int
          stockAdjust(idempotencyKey: ID): Int
          paymentRefund(idempotencyKey: ID!): Int
          orderTransition(expectedVersion: Int!): Int
          userLogin: Int
        }
        input OrderPlaceInput { idempotencyKey: ID! }`,
    }),
  ).toEqual([
    'orders: Mutation.orderPlace',
    'orders: Mutation.stockAdjust',
    'orders: OrderPlaceInput.idempotencyKey',
  ]);
});
