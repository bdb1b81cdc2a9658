import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { ids } from './ids.js';

it('an id of another type, a wrong primary key and a fetched type that is no Node are found', () => {
  expect(
    placesIn(ids, {
      users: `
        type Query { user(id: Int!): User }
        type User @key(fields: "email") { id: String! cartId: Int email: String }`,
    }),
  ).toEqual([
    'users: User.id',
    'users: User.cartId',
    'users: Query.user(id:)',
    'users: User.id',
    'users: User',
    'users: User',
  ]);
});
