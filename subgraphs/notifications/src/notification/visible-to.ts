import { userId as userIdOf } from '@emporium/auth/principal';
import type { Ctx } from '@emporium/platform/context';
import type { Notification } from './notification.entity.js';

/** A notification for everybody, or the caller's own; null for anybody else's. */
export function visibleTo(
  ctx: Pick<Ctx, 'principal'>,
  notification: Notification | null,
): Notification | null {
  if (!notification || notification.userId === null) return notification;
  return notification.userId === userIdOf(ctx.principal) ? notification : null;
}
