import type { Envelope } from '@emporium/bus/envelope';
import { newId } from '@emporium/db/new-id';
import { sqlRows } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import type { NotificationServices } from '../services.js';

/** Channels that gateways listen on (contract of live notifications). */
export const userChannel = (userId: string): string => `live:user:${userId}`;
export const PUBLIC_CHANNEL = 'live:public';

/** What to tell, about what, to whom; without a user it is for everybody. */
export interface Notice {
  kind: string;
  userId: string | null;
  orderId?: string;
  productId?: string;
}

/**
 * Stores a notification, once per event, and tells listening gateways after the commit. The live message is sent again when the event
 * comes again: the row is the truth, the message only says that there is one.
 */
export async function notify(ctx: Ctx<NotificationServices>, event: Envelope, notice: Notice): Promise<void> {
  const [row] = await sqlRows<{ id: string }>(
    ctx.em,
    `insert into notifications.notification (id, event_id, user_id, kind, order_id, product_id, created_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (event_id) do update set event_id = excluded.event_id returning id`,
    [newId('ntf'), event.id, notice.userId, notice.kind, notice.orderId ?? null, notice.productId ?? null, event.time],
  );
  const channel = notice.userId === null ? PUBLIC_CHANNEL : userChannel(notice.userId);
  await ctx.services.live.publish(channel, JSON.stringify({ notificationId: row!.id })).catch((err: unknown) => {
    // Live messages are a convenience: the inbox has it, and the event must not be handled again for this.
    ctx.log.warn({ err }, 'live message not sent');
  });
}
