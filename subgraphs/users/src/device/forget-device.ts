import { Rejection } from '@emporium/graphql/rejection';
import { notFound } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { Ctx } from '../context.js';
import { recordSecurityEvent } from '../audit/record-security-event.js';
import { isId } from '../input/is-id.js';
import { query } from '../tables.js';
import { ownId } from '../user/user-visibility.js';

/** Forgets one of the caller's remembered devices: there a factor is asked for again. */
export async function forgetDevice(ctx: Ctx, id: string): Promise<void> {
  const userId = ownId(ctx);
  const missing = () => new Rejection(notFound('There is no such device.', ['id']));
  if (!isId('dev', id)) throw missing();
  await inTransaction(ctx, async () => {
    const { numDeletedRows } = await query(ctx)
      .deleteFrom('RememberedDevice')
      .where('id', '=', id)
      .where('userId', '=', userId)
      .executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) throw missing();
    await recordSecurityEvent(ctx, {
      type: 'DEVICE_FORGOTTEN',
      userId,
      detail: { deviceId: id },
    });
  });
}

/** Forgets all devices of a user; call it in the transaction of what voids them. */
export async function forgetAllDevices(ctx: Ctx, userId: string): Promise<void> {
  await query(ctx).deleteFrom('RememberedDevice').where('userId', '=', userId).execute();
}
