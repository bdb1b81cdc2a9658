import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { rateLimited } from '@emporium/graphql/app-errors';

// argon2id, 19 MiB, 2 passes, 1 lane (OWASP password storage); 2 is the library's number of argon2id.
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const HASH_PREFIX = '$argon2id$v=19$m=19456,t=2,p=1$';

/** The costly operations, allowed only while a slot is held. */
export interface Argon {
  /** PHC string with a salt of its own. */
  hash(password: string): Promise<string>;
  /** False for no hash at all, after the same work: a missing account takes as long as a wrong password. */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>;
}

/** Bounds how much CPU and memory passwords may take in this process. */
export interface PasswordHasher {
  /** Runs the work in a slot. Throws RATE_LIMITED at once when too many wait already. */
  withSlot<T>(work: (argon: Argon) => Promise<T>): Promise<T>;
}

/** Whether the hash was made with weaker or older parameters than today's. */
export function isOutdatedHash(passwordHash: string): boolean {
  return !passwordHash.startsWith(HASH_PREFIX);
}

/**
 * Opens the hasher. A verify costs about 7 CPU-ms and libuv has 4 threads: with 2 slots file and DNS work still get one, and with 64
 * waiting the last one is served within a second or two.
 */
export async function openPasswordHasher(slots = 2, maxWaiting = 64): Promise<PasswordHasher> {
  const nobodysHash = await hash(randomBytes(24).toString('base64'), PARAMETERS);
  const argon: Argon = {
    hash: (password) => hash(password, PARAMETERS),
    verify: async (passwordHash, password) => {
      const matches = await verify(passwordHash ?? nobodysHash, password);
      return matches && passwordHash !== undefined;
    },
  };
  const waiting: (() => void)[] = [];
  let free = slots;
  return {
    async withSlot(work) {
      if (free > 0) free -= 1;
      else if (waiting.length >= maxWaiting) throw rateLimited(1_000);
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work(argon);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
