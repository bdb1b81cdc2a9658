import type { Caller } from '../identity/caller.js';
import type { IsRevoked } from '../identity/revocations.js';

const CHECK_MS = 15_000;
/** setTimeout takes 31 bits. */
const MAX_DELAY_MS = 2_147_483_647;

/** Calls `onEnd` once when the caller's token expires or is revoked; returns how to stop watching. */
export function watchToken({ token, principal }: Caller, isRevoked: IsRevoked, onEnd: () => void): () => void {
  const { sub, sid } = principal;
  if (!token || !sub || !sid) return () => {};
  let stopped = false;
  const stop = () => {
    stopped = true;
    clearTimeout(expiry);
    clearInterval(check);
  };
  const end = () => {
    if (stopped) return;
    stop();
    onEnd();
  };
  const expiry = setTimeout(end, Math.min(Math.max(token.expiresAt * 1_000 - Date.now(), 0), MAX_DELAY_MS));
  const check = setInterval(
    () => void isRevoked({ sub, sid, iat: token.issuedAt }).then((revoked) => (revoked ? end() : undefined)),
    CHECK_MS,
  );
  check.unref();
  expiry.unref();
  return stop;
}
