import { money } from '@emporium/graphql/money.type';
import { userError } from '@emporium/graphql/user-errors';
import { PriceChangedError } from '../order/order.errors.js';

/** Says that the total is another one than the buyer saw. */
export function priceChanged(
  expected: { minor: number; currency: string },
  actual: { minor: number; currency: string },
): PriceChangedError {
  return userError(PriceChangedError, {
    message: 'The total has changed: show it and place the order again.',
    path: ['input', 'expectedTotal'],
    expected: money(expected.minor, expected.currency),
    actual: money(actual.minor, actual.currency),
  });
}
