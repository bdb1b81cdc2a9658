/** A start that cannot go on; shown without a stack, since the message says what to do. */
export class StartRefusedError extends Error {
  override name = 'StartRefusedError';
}
