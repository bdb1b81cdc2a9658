import type { AccessClaims } from '@emporium/auth/access-token';
import { readRevocation, REVOCATION_CHANNEL, REVOCATION_FEED } from '@emporium/auth/revocation';
import type { KeyValueStore } from '@emporium/kv/key-value';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Logger } from 'pino';
import { RequestError } from '../request/request-error.js';
import type { Caller } from './caller.js';

const POLL_MS = 1_000;
/**
 * Another reading is begun when one has not ended after this; a connection that hangs must not end
 * all reading.
 */
const GIVE_UP_MS = 5_000;
/** Without a reading for this long, a token that looks alive may have been revoked. */
const STALE_MS = 10_000;
const FIRST_READING_MS = 1_000;
const WARN_EVERY_MS = 60_000;

/**
 * What is known of a token: withdrawn before its end, not withdrawn, or that nobody can say right
 * now.
 */
export type TokenState = 'living' | 'revoked' | 'unknown';

/**
 * All living revocations, in memory: asking waits for nothing, so nobody outruns one by keeping the
 * store busy.
 */
export interface Revocations {
  stateOf(claims: Pick<AccessClaims, 'sub' | 'sid' | 'iat'>): TokenState;
  /**
   * Throws RequestError: 401 for a withdrawn token; 503 when nobody can say and the token has
   * permissions or the operation changes something.
   */
  require(caller: Caller, isMutation: boolean): void;
  close(): Promise<void>;
}

/**
 * Mirrors the revocations of the store: told of new ones by its channel, and read from its feed
 * every second in case the channel lost one. Resolves after the first reading, or soon without it.
 * `now` is any clock in milliseconds that never goes back.
 */
export async function mirrorRevocations(
  kv: KeyValueStore,
  log: Logger,
  now: () => number = () => performance.now(),
): Promise<Revocations> {
  const known = knownRevocations();
  let cursor: string | undefined;
  let readAt = -Infinity;
  let begunAt = -Infinity;
  let isReading = false;
  let stopHearing: (() => Promise<void>) | undefined;
  let warnedAt = -Infinity;

  const read = async () => {
    if (isReading && now() - begunAt < GIVE_UP_MS) return;
    const begun = (begunAt = now());
    isReading = true;
    try {
      stopHearing ??= await kv.subscribe(REVOCATION_CHANNEL, known.learn).catch(() => undefined);
      const page = await kv.readFeed(REVOCATION_FEED, cursor);
      page.entries.forEach(known.learn);
      cursor = page.cursor;
      readAt = Math.max(readAt, begun);
    } catch (error) {
      if (now() - warnedAt > WARN_EVERY_MS) log.warn({ err: error }, 'revocations cannot be read');
      warnedAt = now();
    } finally {
      isReading = false;
    }
  };
  const poll = setInterval(() => void read(), POLL_MS);
  poll.unref();
  // A store that is away does not keep the gateway from starting; until it is read, nothing is
  // certain.
  await withDeadline(FIRST_READING_MS, 'reading the revocations', read).catch(() => undefined);

  const stateOf: Revocations['stateOf'] = (claims) => {
    if (known.has(claims)) return 'revoked';
    return now() - readAt > STALE_MS ? 'unknown' : 'living';
  };
  return {
    stateOf,
    require({ principal: { permissions }, token }, isMutation) {
      if (!token) return;
      const state = stateOf({ sub: token.sub, sid: token.sid, iat: token.issuedAt });
      if (state === 'revoked')
        throw new RequestError(401, 'UNAUTHENTICATED', 'The access token is not valid.', {
          reason: 'token',
        });
      if (state === 'unknown' && (isMutation || permissions.length > 0))
        throw new RequestError(
          503,
          'SUBGRAPH_UNAVAILABLE',
          'Whether you may do this cannot be checked right now; try again.',
          {
            reason: 'revocations',
          },
        );
    },
    async close() {
      clearInterval(poll);
      await stopHearing?.();
    },
  };
}

function knownRevocations() {
  const sessions = new Map<string, number>();
  const users = new Map<string, { issuedUpTo: number; until: number }>();
  let size = 0;
  const forgetOld = () => {
    const second = Date.now() / 1_000;
    for (const [sid, until] of sessions) if (until < second) sessions.delete(sid);
    for (const [sub, { until }] of users) if (until < second) users.delete(sub);
    size = sessions.size + users.size;
  };
  return {
    learn(entry: string) {
      const revocation = readRevocation(entry);
      if (!revocation) return;
      if ('sid' in revocation) sessions.set(revocation.sid, revocation.until);
      else if ((users.get(revocation.sub)?.issuedUpTo ?? 0) < revocation.issuedUpTo)
        users.set(revocation.sub, revocation);
      // Each is looked at once while it lives, however many there are.
      if (sessions.size + users.size > 2 * size + 1_000) forgetOld();
    },
    has: ({ sub, sid, iat }: Pick<AccessClaims, 'sub' | 'sid' | 'iat'>) =>
      sessions.has(sid) || iat <= (users.get(sub)?.issuedUpTo ?? 0),
  };
}
