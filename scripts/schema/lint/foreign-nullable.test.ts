import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { foreignNullable } from './foreign-nullable.js';

it('a non-null field that another subgraph has to resolve is found', () => {
  expect(
    placesIn(foreignNullable, {
      users: `type User implements Node @key(fields: "id") { id: ID! name: String! avatar: MediaAsset! }`,
      media: `type MediaAsset implements Node @key(fields: "id") { id: ID! url: String! }`,
      cart: `type User @key(fields: "id") { id: ID! cart: Cart! items: [Int!] } type Cart @key(fields: "id") { id: ID! owner: User }`,
    }),
  ).toEqual(['users: User.avatar', 'cart: User.cart']);
});
