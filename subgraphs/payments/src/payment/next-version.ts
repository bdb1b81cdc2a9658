import type { Ctx } from '../context.js';
import { query } from '../tables.js';

/**
 * Raises the version of an order's payments in the running transaction, once per event that is told
 * of them.
 */
export async function nextVersion(ctx: Ctx, orderId: string): Promise<number> {
  const { version } = await query(ctx)
    .updateTable('Payable')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('orderId', '=', orderId)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
