import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { PlaceInput } from '../placing/place-input.js';

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
  const [known] = await sqlRows<{ deleted: boolean; email: string | null; name: string | null }>(
    ctx.em,
    `select deleted, email, name from orders.denormalized_users where id = ?`,
    [userId],
  );
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
  await sqlRun(ctx.em, `insert into orders.denormalized_users (id, version, email, name) values (?, ?, ?, ?) on conflict (id) do nothing`, [
    userId,
    user.version,
    user.email,
    name,
  ]);
  return { name, email: user.email };
}
