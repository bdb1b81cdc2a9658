import { z } from 'zod';

/**
 * Feed of the durable key-value store with all revocations that are living; every gateway keeps a
 * copy of it.
 */
export const REVOCATION_FEED = 'revocations';
/** Channel of that store on which each is told at once. */
export const REVOCATION_CHANNEL = 'live:revocations';

const schema = z.union([
  z.object({ sid: z.string(), until: z.int() }),
  z.object({ sub: z.string(), issuedUpTo: z.int(), until: z.int() }),
]);

/**
 * A session whose tokens are void, or a user whose tokens issued up to an instant are; nobody needs
 * it after `until` (unix seconds).
 */
export type Revocation = z.infer<typeof schema>;

/** A revocation as an entry of the feed. */
export function writeRevocation(revocation: Revocation): string {
  return JSON.stringify(revocation);
}

/** The revocation in an entry; undefined when it is none. */
export function readRevocation(entry: string): Revocation | undefined {
  try {
    return schema.safeParse(JSON.parse(entry)).data;
  } catch {
    return undefined;
  }
}
