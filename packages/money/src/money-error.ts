/** Why an amount was refused. */
export type MoneyErrorReason =
  | 'UNKNOWN_CURRENCY'
  | 'NOT_REPRESENTABLE'
  | 'OVERFLOW'
  | 'CURRENCY_MISMATCH'
  | 'INVALID_DECIMAL'
  | 'INVALID_ARGUMENT';

/**
 * An amount that cannot exist or an operation that has no exact meaning; the message is fit for
 * clients.
 */
export class MoneyError extends Error {
  override name = 'MoneyError';
  constructor(
    readonly reason: MoneyErrorReason,
    message: string,
  ) {
    super(message);
  }
}
