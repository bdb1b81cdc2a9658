import type { Ctx } from '@emporium/platform/context';
import type { PlaceInput } from '../placing/place-input.js';
import { query } from '../tables.js';

/** Whom to write to about an order. */
export interface Contact {
  name: string;
  email: string;
}

const USER_TIMEOUT_MS = 500;
const QUERY = `query OrdersUser($id: ID!) { _user(id: $id) { id email firstName lastName displayName version } }`;

interface User {
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  displayName: string;
}

/** The person's name for letters: first and last name, else the display name. */
export function nameOf(user: Omit<User, 'email'>): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.displayName;
}

/**
 * The contact to freeze into an order: a guest's own words, or the user's replica. A user whose event has not arrived yet is asked from
 * users; null when that gives nothing, because an order must not fail for it.
 */
export async function findContact(ctx: Ctx, userId: string | null, input: PlaceInput): Promise<Contact | null> {
  if (!userId) return input.guestEmail ? { name: input.shippingAddress.name, email: input.guestEmail } : null;
  const known = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select(['deleted', 'email', 'name'])
    .where('id', '=', userId)
    .executeTakeFirst();
  if (known) return !known.deleted && known.email ? { name: known.name ?? '', email: known.email } : null;
  return askOwner(ctx, userId).catch((error: unknown) => {
    ctx.log.warn({ err: error, userId }, 'user unknown here and users does not answer');
    return null;
  });
}

async function askOwner(ctx: Ctx, userId: string): Promise<Contact | null> {
  const { _user: user } = await ctx.call<{ _user: (User & { version: number }) | null }>({
    to: 'users',
    query: QUERY,
    variables: { id: userId },
    timeoutMs: USER_TIMEOUT_MS,
  });
  if (!user?.email) return null;
  const name = nameOf(user);
  await query(ctx)
    .insertInto('DenormalizedUser')
    .values({ id: userId, version: user.version, email: user.email, name })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return { name, email: user.email };
}
