import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { listSize } from './list-size.js';

it('@listSize that sizes nothing or slices by nothing is found', () => {
  expect(
    placesIn(listSize, {
      users: `type Query { users(first: Int): UserConnection @listSize(slicingArguments: ["first", "last"], assumedSize: 20) }`,
    }),
  ).toEqual(['users: Query.users', 'users: Query.users']);
  expect(
    placesIn(listSize, {
      users: `type Query { users(first: Int): UserConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"]) }`,
    }),
  ).toEqual([]);
});

it('a list of objects that does not say how long it is is found; leaves, pages and errors are none', () => {
  const cart = (lines: string) =>
    `enum State { A } type Line { id: ID! } type Cart { id: ID! ${lines} states: [State!]! tags: [String!]! userErrors: [Line!]! } type CartConnection { edges: [Line!]! nodes: [Cart!]! }`;
  expect(placesIn(listSize, { cart: cart('lines: [Line!]!') })).toEqual(['cart: Cart.lines']);
  expect(placesIn(listSize, { cart: cart('lines: [Line!]! @listSize(assumedSize: 20)') })).toEqual(
    [],
  );
});
