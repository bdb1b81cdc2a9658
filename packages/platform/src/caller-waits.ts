/**
 * Tells a subgraph how long its caller waits for the answer: milliseconds from when the call was
 * sent.
 */
export const TIME_LEFT_HEADER = 'x-time-left-ms';

/**
 * Whether somebody still waits for the answer, and for `marginMs` more. False says for sure that
 * nobody does; true may be wrong, since a caller can be lost without a word.
 */
export type CallerWaits = (marginMs?: number) => boolean;

/**
 * From the end of the caller's deadline (clock of `performance.now()`, undefined = not known) and
 * whether it has hung up.
 */
export function callerWaits(
  deadlineAt: number | undefined,
  hasLeft: () => boolean = () => false,
): CallerWaits {
  return (marginMs = 0) =>
    !hasLeft() && (deadlineAt === undefined || performance.now() + marginMs < deadlineAt);
}

/**
 * End of the caller's deadline as the header tells it; undefined without one, or with anything but
 * a number.
 */
export function deadlineOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,7}$/.test(header)
    ? performance.now() + Number(header)
    : undefined;
}
