import type { EventData } from '@emporium/bus/define-event';
import type { Ctx } from '@emporium/platform/context';
import { ReturnChanged } from '@emporium/orders-events';
import { query } from '../tables.js';

/** What happened to a return. */
export type ReturnChange = EventData<typeof ReturnChanged>['change'];

/** Tells what happened to a return, with its status and version as they are now. */
export async function emitReturnChanged(
  ctx: Ctx,
  returnId: string,
  change: ReturnChange,
): Promise<void> {
  const { orderNumber, ...row } = await query(ctx)
    .selectFrom('Return as r')
    .innerJoin('OrderRow as o', 'o.id', 'r.orderId')
    .select(['r.orderId', 'r.status', 'r.version', 'o.userId', 'o.number as orderNumber'])
    .where('r.id', '=', returnId)
    .executeTakeFirstOrThrow();
  const data = { ...row, number: orderNumber ?? '', returnId, change };
  ctx.emit(ReturnChanged, { key: returnId, version: row.version, data });
}
