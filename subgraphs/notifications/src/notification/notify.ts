import type { Envelope } from '@emporium/bus/envelope';
import { newId } from '@emporium/db/new-id';
import type { Ctx } from '../context.js';
import { unlessErased } from '../recipient/unless-erased.js';
import { query } from '../tables.js';

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
 * Stores a notification, once per event, and tells listening gateways after the commit. The live
 * message is sent again when the event comes again: the row is the truth, the message only says
 * that there is one. A user who was erased meanwhile gets none.
 */
export async function notify(ctx: Ctx, event: Envelope, notice: Notice): Promise<void> {
  const stored = await unlessErased(ctx, notice.userId, () =>
    query(ctx)
      .insertInto('Notification')
      .values({ ...notice, id: newId('ntf'), eventId: event.id, createdAt: new Date(event.time) })
      .onConflict((conflict) =>
        conflict.column('eventId').doUpdateSet((eb) => ({ eventId: eb.ref('excluded.eventId') })),
      )
      .returning('id')
      .executeTakeFirstOrThrow(),
  );
  if (!stored) return;
  const channel = notice.userId === null ? PUBLIC_CHANNEL : userChannel(notice.userId);
  await ctx.services.live
    .publish(channel, JSON.stringify({ notificationId: stored.id }))
    .catch((err: unknown) => {
      // Live messages are a convenience: the inbox has it, and the event must not be handled again
      // for this.
      ctx.log.warn({ err }, 'live message not sent');
    });
}
