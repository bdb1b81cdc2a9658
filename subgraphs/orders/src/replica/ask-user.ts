import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** Whom to write to about an order. */
export interface Contact {
  name: string;
  email: string;
}

/** A person as users knows them now. */
export interface KnownUser extends Contact {
  /** Whether the person proved to read mail at the address. */
  emailVerified: boolean;
}

interface User {
  email: string | null;
  emailVerified: boolean | null;
  firstName: string | null;
  lastName: string | null;
  displayName: string;
  version: number;
}

const QUERY = `query OrdersUser($id: ID!) { _user(id: $id) { id email emailVerified firstName lastName displayName version } }`;

/**
 * Asks users for a person and keeps the answer if it is newer than the replica. Null for somebody
 * unknown or erased: the tombstone comes with USER_DELETED. Never call it in a transaction. Throws
 * SubgraphUnavailableError when users does not answer within `timeoutMs`.
 */
export async function askUser(ctx: Ctx, id: string, timeoutMs: number): Promise<KnownUser | null> {
  const { _user: user } = await ctx.call<{ _user: User | null }>({
    to: 'users',
    query: QUERY,
    variables: { id },
    timeoutMs,
  });
  if (!user?.email) return null;
  const contact = { name: nameOf(user), email: user.email };
  await storeUser(ctx, { id, version: user.version, deleted: false, ...contact });
  return { ...contact, emailVerified: user.emailVerified === true };
}

/** Keeps the newest version of a user. */
export async function storeUser(
  ctx: Ctx,
  {
    id,
    ...known
  }: { id: string; version: number; deleted: boolean; email: string | null; name: string | null },
): Promise<void> {
  await query(ctx)
    .insertInto('DenormalizedUser')
    .values({ id, ...known })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(known)
        .where('DenormalizedUser.version', '<', known.version),
    )
    .execute();
}

/** The person's name for letters: first and last name, else the display name. */
function nameOf(user: User): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.displayName;
}
