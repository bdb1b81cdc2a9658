import { createHmac } from 'node:crypto';
import { settingsOf } from '@emporium/platform/config/settings';
import { sql } from 'kysely';
import { notificationsConfig } from '../config.js';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Counts a mail against what its address and, unless it is a guest's, its user may get within 24 hours
 * (MAIL_MAX_PER_ADDRESS, MAIL_MAX_PER_USER); false when one of them has had enough, and false for a
 * mail that was taken away meanwhile. Mails about orders, which anybody may have sent to any address,
 * and mails to the owner of an account count apart, so that nobody keeps the owner from a reset by
 * ordering. A mail that is tried again counts once. Replicas that ask in
 * the same moment may let one more through each.
 */
export async function reserveMail(
  ctx: Ctx,
  { id, userId, requestId }: { id: string; userId: string | null; requestId: string | null },
  address: string,
): Promise<boolean> {
  // A hash will do to count, and tells nobody whom the shop wrote to.
  const addressHash = createHmac('sha256', ctx.config.internalSecret)
    .update(`mail-address:${address.toLowerCase()}`)
    .digest('base64url');
  const { MAIL_MAX_PER_ADDRESS: perAddress, MAIL_MAX_PER_USER: perUser } = settingsOf(
    ctx.config,
    notificationsConfig,
  );
  const others = (column: 'addressHash' | 'userId', value: string) =>
    query(ctx)
      .selectFrom('Mail as other')
      .where(`other.${column}`, '=', value)
      .where('other.id', '<>', id)
      .where('other.requestId', requestId === null ? 'is' : 'is not', null)
      .where('other.reservedAt', '>', sql<Date>`now() - interval '24 hours'`)
      .select((eb) => eb.fn.countAll<number>().as('count'));
  const { numUpdatedRows } = await query(ctx)
    .updateTable('Mail')
    .set((eb) => ({ addressHash, reservedAt: eb.fn.coalesce('reservedAt', sql<Date>`now()`) }))
    .where('id', '=', id)
    .where(others('addressHash', addressHash), '<', perAddress)
    .$if(userId !== null, (mail) => mail.where(others('userId', userId!), '<', perUser))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
