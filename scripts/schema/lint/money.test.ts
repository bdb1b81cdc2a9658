import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { money } from './money.js';

it('money as Float or Int is found', () => {
  expect(
    placesIn(money, {
      cart: `type Cart { unitPrice: Float! total: Int! taxRate: Float score: Float! totalQuantity: Int! subtotal: Money }`,
    }),
  ).toEqual(['cart: Cart.unitPrice', 'cart: Cart.total', 'cart: Cart.taxRate']);
});
