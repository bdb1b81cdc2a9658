import { expect, it } from 'vitest';
import { placesIn } from './broken.js';
import { times } from './times.js';

it('an instant that does not end in At is found', () => {
  expect(
    placesIn(times, {
      users: `type User { created: DateTime! lockedAt: String createdAt: DateTime! at: DateTime! } input UserWhere { createdAfter: DateTime seen: DateTime }`,
    }),
  ).toEqual(['users: User.created', 'users: User.lockedAt', 'users: UserWhere.seen']);
});
