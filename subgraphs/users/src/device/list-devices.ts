import { asEntity } from '@emporium/db/as-entity';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { RememberedDevice } from './remembered-device.entity.js';

/** Devices of users that are still remembered, last used first; one query for all users asked for. */
export async function listDevices(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<RememberedDevice[][]> {
  const rows = await query(ctx)
    .selectFrom('RememberedDevice')
    .selectAll()
    .where('userId', 'in', [...userIds])
    .where('expiresAt', '>', sql<Date>`now()`)
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id')
    .execute();
  const devices = rows.map((row) => asEntity(RememberedDevice, row));
  return userIds.map((id) => devices.filter((device) => device.userId === id));
}
