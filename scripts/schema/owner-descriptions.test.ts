import { expect, it } from 'vitest';
import { ownerDescriptions } from './owner-descriptions.js';

it('the owner describes an entity, a subgraph that adds a field describes that field', () => {
  const routingUrl = 'http://localhost:4001/graphql';
  const users =
    '"A person." type User implements Node @key(fields: "id") { "Opaque." id: ID! "Shown." name: String } "Any." interface Node { id: ID! }';
  const cart = '"A stub." type User @key(fields: "id") { "Key." id: ID! "His cart." cart: Int }';
  const [inUsers, inCart] = ownerDescriptions([
    { name: 'users', routingUrl, sdl: users },
    { name: 'cart', routingUrl, sdl: cart },
  ]);
  expect(inUsers?.sdl).toMatch(/A person[\s\S]*Opaque[\s\S]*Shown/);
  expect(inCart?.sdl).not.toMatch(/A stub|Key\./);
  expect(inCart?.sdl).toContain('His cart.');
});
