/** Wrong use of a command; the message is its usage. */
export class UsageError extends Error {
  override name = 'UsageError';
}
