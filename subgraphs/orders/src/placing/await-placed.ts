import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/**
 * Waits until somebody else has placed or rejected the order, at most until `deadline` (ms since
 * the epoch). False when it is still PLACING. Looks ever less often: a hundred waiting repeats must
 * not take the connections of those who work.
 */
export async function awaitPlaced(ctx: Ctx, orderId: string, deadline: number): Promise<boolean> {
  for (let pauseMs = 25; ; pauseMs = Math.min(pauseMs * 2, 500)) {
    const row = await query(ctx)
      .selectFrom('OrderRow')
      .select('status')
      .where('id', '=', orderId)
      .executeTakeFirst();
    if (row?.status !== 'PLACING') return true;
    if (Date.now() + pauseMs > deadline) return false;
    await sleep(pauseMs);
  }
}
