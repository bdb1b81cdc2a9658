import type { AccessClaims } from '@emporium/auth/access-token';
import type { KeyValueStore } from '@emporium/kv/key-value';
import { withDeadline } from '@emporium/resilience/deadline';
import type { Logger } from 'pino';

const PATIENCE_MS = 300;

/** Whether a token was withdrawn before its end. */
export type IsRevoked = (claims: Pick<AccessClaims, 'sub' | 'sid' | 'iat'>) => Promise<boolean>;

/**
 * Asks the store at every request, so that a sign-out is seen by all replicas at once: a revoked session, or any token of the user
 * issued up to the stored instant (unix seconds). When the store is away the token counts until it ends (15 minutes at most): the
 * shop stays open, while refreshing, which asks the users' own database, does not.
 */
export function revocationCheck(kv: KeyValueStore, log: Logger): IsRevoked {
  return async ({ sub, sid, iat }) => {
    try {
      const [session, user] = await withDeadline(PATIENCE_MS, 'reading revocations', () =>
        kv.getMany([`revoked:sid:${sid}`, `revoked:user:${sub}`]),
      );
      return session !== undefined || (user !== undefined && iat <= Number(user));
    } catch (error) {
      log.warn({ err: error }, 'revocations cannot be read');
      return false;
    }
  };
}
