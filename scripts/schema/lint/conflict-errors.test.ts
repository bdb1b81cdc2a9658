import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { conflictErrors } from './conflict-errors.js';

it('a mutation that takes a version or key but cannot report the conflict is found', () => {
  expect(
    placesIn(conflictErrors, {
      orders: `
        type Mutation { orderPlace(idempotencyKey: ID!): OrderPayload orderUpdate(expectedVersion: Int!): OrderPayload }
        type OrderPayload { userErrors: [OrderError!]! }
        union OrderError = IdempotencyKeyReusedError
        type IdempotencyKeyReusedError { code: String! }`,
    }),
  ).toEqual(['orders: Mutation.orderUpdate']);
});
