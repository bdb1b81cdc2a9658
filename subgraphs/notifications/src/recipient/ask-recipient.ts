import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** Nobody waits for it but the later events and mails of this user. */
const USER_TIMEOUT_MS = 2_000;
const QUERY = `query NotificationsUser($id: ID!) { _user(id: $id) { id email displayName version } }`;

/** Whom to write to. */
export interface Address {
  email: string;
  displayName: string;
}

/**
 * Asks users for a person's name and address and keeps the answer if it is newer. Null for somebody unknown or erased: the tombstone
 * comes with USER_DELETED. Never call it in a transaction. Throws SubgraphUnavailableError when users does not answer.
 */
export async function askRecipient(ctx: Ctx, id: string): Promise<Address | null> {
  const { _user: user } = await ctx.call<{ _user: (Omit<Address, 'email'> & { email: string | null; version: number }) | null }>({
    to: 'users',
    query: QUERY,
    variables: { id },
    timeoutMs: USER_TIMEOUT_MS,
  });
  if (!user?.email) return null;
  const address = { email: user.email, displayName: user.displayName };
  await storeRecipient(ctx, { userId: id, version: user.version, erased: false, ...address });
  return address;
}

/** Keeps the newest version of a recipient. */
export async function storeRecipient(
  ctx: Ctx,
  { userId, ...known }: { userId: string; version: number; erased: boolean; email: string | null; displayName: string | null },
): Promise<void> {
  await query(ctx)
    .insertInto('Recipient')
    .values({ userId, ...known })
    .onConflict((conflict) => conflict.column('userId').doUpdateSet(known).where('Recipient.version', '<', known.version))
    .execute();
}
