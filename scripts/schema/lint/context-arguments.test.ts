import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { contextArguments } from './context-arguments.js';

it('a currency argument is found', () => {
  expect(
    placesIn(contextArguments, {
      catalog: `type Product { price(currency: String, locale: String): Money } input MoneyInput { currency: String }`,
    }),
  ).toEqual(['catalog: Product.price(currency:)', 'catalog: Product.price(locale:)']);
});
