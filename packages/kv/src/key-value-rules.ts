/**
 * Throws RangeError for a time to live that no store can keep: not finite, or not positive.
 * Seconds, fractions allowed.
 */
export function checkTtl(ttlSeconds: number | undefined): void {
  if (ttlSeconds === undefined) return;
  if (!(ttlSeconds >= 0.001 && ttlSeconds <= 10 * 366 * 86_400))
    throw new RangeError('a time to live is from a millisecond to ten years');
}

/** Throws RangeError when the step of a counter is not a whole number. */
export function checkIncrement(by: number): void {
  if (!Number.isSafeInteger(by)) throw new RangeError('a counter changes by whole numbers');
}

/** The counter's next value. Throws when the value is no counter or the step is not whole. */
export function addToCounter(value: string, by: number): number {
  checkIncrement(by);
  if (!/^-?\d+$/.test(value)) throw new Error('the value is not a counter');
  return Number(value) + by;
}

/**
 * True when an amount may be levels into a bucket that is filled to `level`; see
 * KeyValueStore.addToBucket.
 */
export function fitsInto(level: number, amount: number, capacity: number): boolean {
  return amount <= 0 || level === 0 || level + amount <= capacity;
}
