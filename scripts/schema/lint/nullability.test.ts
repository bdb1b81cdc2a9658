import { expect, it } from 'vitest';
import { findingsIn, placesIn } from './broken.js';
import { guardedNullable, rootNullable } from './nullability.js';

it('a guarded field that must not be null is found', () => {
  const users =
    'type User { email: String! @authenticated roles: [Role!]! @requiresScopes(scopes: [["read:role"]]) phone: String @authenticated }';
  expect(placesIn(guardedNullable, { users })).toEqual(['users: User.email', 'users: User.roles']);
});

it('a root field that blanks its neighbours is found, with the type to write', () => {
  const users =
    'type Query { me: User! user: User _user: User! @inaccessible } type Mutation { userErase: Payload! }';
  expect(placesIn(rootNullable, { users })).toEqual([
    'users: Query.me',
    'users: Mutation.userErase',
  ]);
  expect(findingsIn(rootNullable, { users })[0]?.message).toContain('write User');
});
