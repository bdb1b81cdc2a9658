import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { connections } from './connections.js';

it('a connection of another shape is found', () => {
  expect(
    placesIn(connections, {
      users: `
        type Query { users(first: Int): UserConnection }
        type UserConnection { edges: [UserEdge!] nodes: [User!]! pageInfo: PageInfo! totalCount: Int! }
        type UserEdge { cursor: String! node: User }
        type User { id: ID! } type PageInfo { hasNextPage: Boolean! }
        type RolePage { pageInfo: PageInfo! }`,
    }),
  ).toEqual([
    'users: UserConnection.edges',
    'users: UserConnection.totalCount',
    'users: UserEdge',
    'users: RolePage',
    'users: Query.users',
  ]);
  expect(
    placesIn(connections, {
      a: `type XConnection { edges: [XEdge!]! nodes: [X!]! pageInfo: PageInfo! }`,
      b: `type XConnection { edges: [XEdge!]! nodes: [X!]! pageInfo: PageInfo! }`,
    }),
  ).toEqual(['b: XConnection']);
});
