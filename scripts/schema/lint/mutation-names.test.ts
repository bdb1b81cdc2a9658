import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { mutationNames } from './mutation-names.js';

it('a mutation that starts with a verb, an unknown noun or nothing else is found', () => {
  expect(
    placesIn(mutationNames, {
      cart: `type Cart { id: ID! } type Mutation { addCartLines: Int basketAdd: Int cart: Int cartLinesAdd: Int _cartTake: Int }`,
    }),
  ).toEqual(['cart: Mutation.addCartLines', 'cart: Mutation.basketAdd', 'cart: Mutation.cart']);
});
