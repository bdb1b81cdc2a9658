import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import type { UserDeleted } from '@emporium/users-events';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/** Erases what an erased user left in the cart. */
export async function onUserDeleted(
  ctx: Ctx,
  { data }: Envelope<EventData<typeof UserDeleted>>,
): Promise<void> {
  await ctx.services.carts.dropUser(data.id);
  await query(ctx).deleteFrom('CustomerOrder').where('userId', '=', data.id).execute();
}
