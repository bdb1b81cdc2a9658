import { createHmac } from 'node:crypto';
import type { Ctx } from '@emporium/platform/context';

/**
 * Who redeems, unreadable without the secret: the user, or a guest's e-mail address. Null when an
 * erased buyer left neither.
 */
export function customerHash(
  ctx: Ctx,
  { userId, email }: { userId: string | null; email: string | null | undefined },
): string | null {
  const who = userId ? `user:${userId}` : email ? `email:${email.trim().toLowerCase()}` : null;
  if (who === null) return null;
  return createHmac('sha256', ctx.config.internalSecret)
    .update(`orders-customer:${who}`)
    .digest('base64url')
    .slice(0, 24);
}
