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
