import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { deprecations } from './deprecations.js';

it('a deprecation without replacement and day is found', () => {
  expect(
    placesIn(deprecations, {
      users: `type User { a: Int @deprecated b: Int @deprecated(reason: "Use c.") c: Int @deprecated(reason: "Use d. Gone after 2027-01-31") }
        enum E { X @deprecated(reason: "old") }`,
    }),
  ).toEqual(['users: User.a', 'users: User.b', 'users: E.X']);
});
