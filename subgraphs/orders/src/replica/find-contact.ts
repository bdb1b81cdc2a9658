import type { Ctx } from '@emporium/platform/context';
import type { PlaceInput } from '../placing/place-input.js';
import { query } from '../tables.js';
import { askUser, type Contact } from './ask-user.js';

/** A buyer waits for it. */
const USER_TIMEOUT_MS = 500;

/**
 * The contact to freeze into an order: a guest's own words, or the user's replica. A user whose
 * event has not arrived yet is asked from users; null when that gives nothing, because an order
 * must not fail for it.
 */
export async function findContact(
  ctx: Ctx,
  userId: string | null,
  input: Pick<PlaceInput, 'guestEmail' | 'shippingAddress'>,
): Promise<Contact | null> {
  if (!userId)
    return input.guestEmail ? { name: input.shippingAddress.name, email: input.guestEmail } : null;
  const known = await query(ctx)
    .selectFrom('DenormalizedUser')
    .select(['deleted', 'email', 'name'])
    .where('id', '=', userId)
    .executeTakeFirst();
  if (known)
    return !known.deleted && known.email ? { name: known.name ?? '', email: known.email } : null;
  const asked = await askUser(ctx, userId, USER_TIMEOUT_MS).catch((error: unknown) => {
    ctx.log.warn({ err: error, userId }, 'user unknown here and users does not answer');
    return null;
  });
  return asked && { name: asked.name, email: asked.email };
}
