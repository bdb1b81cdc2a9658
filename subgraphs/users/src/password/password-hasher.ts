import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { rateLimited } from '@emporium/graphql/app-errors';
import { fairQueue } from '@emporium/resilience/fair-queue';

// argon2id, 19 MiB, 2 passes, 1 lane (OWASP password storage); 2 is the library's number of
// argon2id.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const HASH_PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$';
/**
 * A verify costs about 7 CPU-ms and libuv has 4 threads: with 2 at a time file and DNS work still
 * get one, and with 128 waiting the last one is served within a second or two.
 */
const LIMITS = { slots: 2, waitingPerCaller: 32, waiting: 128, refuse: () => rateLimited(1_000) };

/**
 * The costly operations for one caller. Both throw RATE_LIMITED at once when too many of this
 * caller, or of all, wait already.
 */
export interface Argon {
  /** PHC string with a salt of its own. */
  hash(password: string): Promise<string>;
  /**
   * False for no hash at all, after the same work: a missing account takes as long as a wrong
   * password.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/**
 * Bounds how much CPU and memory passwords may take in this process, and shares it fairly among
 * callers.
 */
export interface PasswordHasher {
  /** `caller`: who asks, so that nobody waits behind all the work of somebody else. */
  of(caller: string): Argon;
}

/** Whether the hash was made with weaker or older parameters than today's. */
export function isOutdatedHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(HASH_PREFIX);
}

/** Opens the hasher. */
export async function openPasswordHasher(): Promise<PasswordHasher> {
  const nobodysHash = await hash(randomBytes(24).toString('base64'), PARAMETERS);
  const queue = fairQueue(LIMITS);
  return {
    of: (caller) => ({
      hash: (password) => queue.run(caller, () => hash(password, PARAMETERS)),
      verify: async (passwordHash, password) => {
        const matches = await queue.run(caller, () =>
          verify(passwordHash ?? nobodysHash, password),
        );
        return matches && passwordHash !== undefined;
      },
    }),
  };
}
