import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { booleans } from './booleans.js';

it('a boolean that reads as a command is found', () => {
  expect(
    placesIn(booleans, {
      users: `type User { enableMail: Boolean activeFlag: Boolean isLeaf: String active: Boolean hasCart: Boolean! inStock: Boolean }`,
    }),
  ).toEqual(['users: User.enableMail', 'users: User.activeFlag', 'users: User.isLeaf']);
});
