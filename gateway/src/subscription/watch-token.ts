import type { Caller } from '../identity/caller.js';
import type { Revocations } from '../identity/revocations.js';

/** Asking costs two look-ups in memory. */
const CHECK_MS = 500;
/** setTimeout takes 31 bits. */
const MAX_DELAY_MS = 2_147_483_647;

/**
 * Calls `onEnd` once when the caller's token expires or is revoked; returns how to stop watching.
 */
export function watchToken(
  { token }: Caller,
  revocations: Revocations,
  onEnd: () => void,
): () => void {
  if (!token) return () => {};
  const { sub, sid } = token;
  const stop = () => {
    clearTimeout(expiry);
    clearInterval(check);
  };
  const end = () => {
    stop();
    onEnd();
  };
  const expiry = setTimeout(
    end,
    Math.min(Math.max(token.expiresAt * 1_000 - Date.now(), 0), MAX_DELAY_MS),
  );
  const check = setInterval(() => {
    if (revocations.stateOf({ sub, sid, iat: token.issuedAt }) === 'revoked') end();
  }, CHECK_MS);
  check.unref();
  expiry.unref();
  return stop;
}
