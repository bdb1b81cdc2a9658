import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';

/** Refuses a limit below what was redeemed already. Throws a Rejection. */
export function checkLimit(limit: number | null, timesRedeemed = 0): void {
  if (limit !== null && limit < timesRedeemed)
    throw new Rejection(
      invalidInput(
        `It was redeemed ${timesRedeemed} times: the limit must be at least that. To end it, switch it off.`,
        ['input', 'limit'],
      ),
    );
}
