import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { payloads } from './payloads.js';

it('a mutation that hides expected failures is found', () => {
  expect(
    placesIn(payloads, {
      cart: `
        type Mutation { a: Boolean b: CartPayload! c: CartPayload }
        type CartPayload { userErrors: [UserError!]! }
        type CartResult { userErrors: [CartError!]! }
        type EmptyPayload { ok: Boolean! }
        union CartError = NotFoundError`,
    }),
  ).toEqual([
    'cart: Mutation.a',
    'cart: Mutation.b',
    'cart: CartPayload.userErrors',
    'cart: CartResult',
    'cart: EmptyPayload',
  ]);
});
