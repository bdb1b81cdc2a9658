import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { requires } from './requires.js';

it('@requires with arguments and @provides are found', () => {
  expect(
    placesIn(requires, {
      payments: `type Order { a: Int @requires(fields: "lines(first: 1) { id }") b: Int @requires(fields: "total { minor }") c: Cart @provides(fields: "id") }`,
    }),
  ).toEqual(['payments: Order.a', 'payments: Order.c']);
});
