/**
 * Answers of a Redis that cannot serve at the moment: starting, full, failing over, kept busy by a
 * script.
 */
const NOT_NOW =
  /^(LOADING|OOM|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|MISCONF|NOREPLICAS|NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * Whether an error of the driver is about the state of Redis, so that the same command may succeed
 * later, and not a mistake of ours.
 */
export function isRedisTrouble(error: unknown): boolean {
  const { name, message } = error as Error;
  return name !== 'ReplyError' || NOT_NOW.test(message);
}
