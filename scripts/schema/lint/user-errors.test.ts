import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { userErrors } from './user-errors.js';

it('an error type outside UserError is found', () => {
  expect(
    placesIn(userErrors, {
      cart: `
        interface UserError { code: String! message: String! path: [String!] }
        type FullError { code: String! }
        type Sorry implements UserError { code: String! message: String! path: [String!] }
        type BadError implements UserError { code: String message: String! path: [String!] }
        union CartError = FullError | BadError`,
    }),
  ).toEqual(['cart: FullError', 'cart: Sorry', 'cart: CartError', 'cart: BadError.code']);
});
