import { asEntity } from '@emporium/db/as-entity';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { canExist } from '../product/text-rules.js';
import { groupBy } from '../row/group-by.js';
import { query } from '../tables.js';
import { Reservation, ReservedLine } from './reservation.type.js';

async function holdsOf(ctx: Ctx, orderIds: readonly string[]): Promise<(Reservation | null)[]> {
  const possible = orderIds.filter(canExist);
  if (possible.length === 0) return orderIds.map(() => null);
  const rows = await query(ctx)
    .selectFrom('Reservation')
    .select(['id', 'orderId', 'state', 'expiresAt'])
    .where('orderId', 'in', possible)
    .execute();
  const lineRows = await query(ctx)
    .selectFrom('ReservationLine')
    .selectAll()
    .where('orderId', 'in', possible)
    .orderBy('orderId')
    .orderBy('variantId')
    .execute();
  const byOrder = groupBy(lineRows, (row) => row.orderId);
  const holds = rows.map((row) => {
    const lines = (byOrder.get(row.orderId) ?? []).map(
      ({ orderId: _order, unitPrice, currency, ...line }) =>
        asEntity(ReservedLine, { ...line, unitPrice: money(unitPrice, currency) }),
    );
    return asEntity(Reservation, { ...row, lines });
  });
  return inKeyOrder(orderIds, holds, (hold) => hold.orderId);
}

/** The hold of an order as it is now, with its lines; null when there is none. */
export async function readReservation(ctx: Ctx, orderId: string): Promise<Reservation | null> {
  return (await holdsOf(ctx, [orderId]))[0]!;
}

/** The hold of an order, batched over the fields of a request. */
export const reservationOfOrder = (ctx: Ctx, orderId: string): Promise<Reservation | null> =>
  batchByKey(ctx, holdsOf).load(orderId);
