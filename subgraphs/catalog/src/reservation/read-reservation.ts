import { sqlRows } from '@emporium/db/sql';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { canExist } from '../product/text-rules.js';
import { groupBy } from '../row/group-by.js';
import { toEntity } from '@emporium/db/to-entity';
import { Reservation, ReservedLine } from './reservation.type.js';

async function holdsOf(ctx: Ctx, orderIds: readonly string[]): Promise<(Reservation | null)[]> {
  const possible = orderIds.filter(canExist);
  if (possible.length === 0) return orderIds.map(() => null);
  const rows = await sqlRows(ctx.em, `select id, order_id, state, expires_at from catalog.reservation where order_id in (?)`, [possible]);
  const lineRows = await sqlRows<Record<string, unknown> & { order_id: string }>(
    ctx.em,
    `select order_id, variant_id, quantity, unit_price, currency, product_name, variant_name, sku, image_asset_id
     from catalog.reservation_line where order_id in (?) order by order_id, variant_id`,
    [possible],
  );
  const lines = groupBy(lineRows, (row) => row.order_id);
  const holds = rows.map((row) =>
    Object.assign(toEntity(Reservation, row), { lines: (lines.get(row['order_id'] as string) ?? []).map(toLine) }),
  );
  return inKeyOrder(orderIds, holds, (hold) => hold.orderId);
}

/** The hold of an order as it is now, with its lines; null when there is none. */
export async function readReservation(ctx: Ctx, orderId: string): Promise<Reservation | null> {
  return (await holdsOf(ctx, [orderId]))[0]!;
}

/** The hold of an order, batched over the fields of a request. */
export const reservationOfOrder = (ctx: Ctx, orderId: string): Promise<Reservation | null> => batchByKey(ctx, holdsOf).load(orderId);

function toLine({ order_id: _order, ...row }: Record<string, unknown>): ReservedLine {
  const unitPrice = money(row['unit_price'] as string, row['currency'] as string);
  return Object.assign(toEntity(ReservedLine, row), { unitPrice });
}
