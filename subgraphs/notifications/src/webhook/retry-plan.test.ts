import { expect, test } from 'vitest';
import { giveUpAfter, nextAttempt } from './retry-plan.js';

const start = new Date('2026-12-01T00:00:00.000Z');
const giveUpAt = giveUpAfter(start);
const after = (ms: number) => new Date(start.getTime() + ms);

test('attempts lie further and further apart, and the last one is made after 24 hours', () => {
  const at: number[] = [];
  for (let now: Date | null = start; now;) {
    at.push((now.getTime() - start.getTime()) / 60_000);
    now = nextAttempt({ attempt: at.length, now, giveUpAt });
  }
  expect(at).toEqual([
    ...[0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 127.5, 255.5],
    ...[435.5, 615.5, 795.5, 975.5, 1155.5, 1335.5, 1440],
  ]);
});

test.each<[string | undefined, number]>([
  [undefined, 30_000],
  ['', 30_000],
  ['soon', 30_000],
  ['-5', 30_000],
  ['1', 30_000],
  ['90', 90_000],
  ['Tue, 01 Dec 2026 01:00:00 GMT', 3_600_000],
  ['Mon, 30 Nov 2026 01:00:00 GMT', 30_000],
  ['999999999', 24 * 3_600_000],
  ['9'.repeat(30), 30_000],
])('with Retry-After %j the next attempt is %i ms later', (retryAfter, ms) => {
  expect(nextAttempt({ attempt: 1, now: start, giveUpAt, retryAfter })).toEqual(after(ms));
});
