import { expect, test } from 'vitest';
import type { KeyValueStore } from './key-value.js';

/** What the leaky buckets of a store guarantee; part of its contract. */
export function bucketTests(
  store: () => KeyValueStore,
  elapse: (seconds: number) => Promise<void>,
): void {
  test('a bucket takes what fits, also of many at once, drains with time and gives back', async () => {
    const minute = 60_000;
    const levels = await Promise.all(
      Array.from({ length: 20 }, () => store().addToBucket('bucket', 10_000, minute)),
    );
    expect(levels.filter(({ fits }) => fits)).toHaveLength(6);
    const full = await store().addToBucket('bucket', 10_000, minute);
    expect(full.fits).toBe(false);
    expect(full.level).toBeGreaterThan(50_000);
    await elapse(30);
    const half = await store().addToBucket('bucket', 10_000, minute);
    expect(half.fits).toBe(true);
    expect(half.level).toBeLessThanOrEqual(40_000);
    expect((await store().addToBucket('bucket', 40_000, minute)).fits).toBe(false);
    expect((await store().addToBucket('bucket', -30_000, minute)).fits).toBe(true);
    expect((await store().addToBucket('bucket', 40_000, minute)).fits).toBe(true);
    expect(await store().addToBucket('bucket', -10 * minute, minute)).toEqual({
      fits: true,
      level: 0,
    });
  });

  test('what is larger than a bucket fits into an empty one, and then nothing does', async () => {
    expect((await store().addToBucket('small', 5_000, 1_000)).fits).toBe(true);
    expect((await store().addToBucket('small', 1, 1_000)).fits).toBe(false);
    await expect(store().addToBucket('small', 0.5, 1_000)).rejects.toThrow(RangeError);
  });
}
