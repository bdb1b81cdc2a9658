import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { names } from './names.js';

it('names outside the conventions are found', () => {
  expect(
    placesIn(names, {
      cart: `type cartLine { Qty: Int _secret: Int } input NewCart { line_id: ID } enum Policy { sum MAX } type CartInput { a: Int _b: Int @inaccessible }`,
    }),
  ).toEqual([
    'cart: cartLine',
    'cart: CartInput',
    'cart: NewCart',
    'cart: cartLine.Qty',
    'cart: cartLine._secret',
    'cart: NewCart.line_id',
    'cart: Policy.sum',
  ]);
});
