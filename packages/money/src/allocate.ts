import { exact, fromExact, type Money } from './money.js';
import { MoneyError } from './money-error.js';

/**
 * Splits an amount in proportion to the weights by the largest remainder, so that the parts sum up
 * to the amount exactly; ties go to the earlier part. All weights 0 = equal parts. Throws
 * MoneyError without weights or for a negative or fractional one.
 */
export function allocate(amount: Money, weights: readonly number[]): Money[] {
  if (
    weights.length === 0 ||
    weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)
  ) {
    throw new MoneyError(
      'INVALID_ARGUMENT',
      'weights are whole numbers from 0, at least one of them',
    );
  }
  const shares = weights.every((weight) => weight === 0)
    ? weights.map(() => 1n)
    : weights.map(BigInt);
  const all = shares.reduce((a, b) => a + b, 0n);
  const total = exact(amount);
  const sign = total < 0n ? -1n : 1n;
  const size = total * sign;
  const parts = shares.map((share) => (size * share) / all);
  const byRemainder = shares.map((share, index) => ({ index, remainder: (size * share) % all }));
  // Stable: among equals the earlier part stays first.
  byRemainder.sort((a, b) => Number(b.remainder - a.remainder));
  let left = size - parts.reduce((a, b) => a + b, 0n);
  for (const { index } of byRemainder) {
    if (left === 0n) break;
    parts[index]! += 1n;
    left -= 1n;
  }
  return parts.map((part) => fromExact(part * sign, amount.currency));
}
