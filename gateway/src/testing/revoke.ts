import {
  REVOCATION_CHANNEL,
  REVOCATION_FEED,
  writeRevocation,
  type Revocation,
} from '@emporium/auth/revocation';
import type { KeyValueStore } from '@emporium/kv/key-value';

const SECONDS = 960;

/**
 * Revokes like the users subgraph does; resolves when the gateways of this process have heard of
 * it.
 */
export async function revoke(
  kv: KeyValueStore,
  what: { sid: string } | { sub: string; issuedUpTo: number },
): Promise<void> {
  const entry = writeRevocation({
    ...what,
    until: Math.floor(Date.now() / 1_000) + SECONDS,
  } as Revocation);
  await Promise.all([
    kv.publish(REVOCATION_CHANNEL, entry),
    kv.append(REVOCATION_FEED, entry, SECONDS),
  ]);
  // Embedded channels deliver in the next turn.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
