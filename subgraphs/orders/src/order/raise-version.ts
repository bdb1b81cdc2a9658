import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/**
 * Raises the version of an order without a step of its status and returns it. Emit the event of the
 * new version in the same transaction.
 */
export async function raiseVersion(ctx: Ctx, orderId: string): Promise<number> {
  const { version } = await query(ctx)
    .updateTable('OrderRow')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
