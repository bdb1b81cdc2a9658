import { sqlRows } from '@emporium/db/sql';
import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import { canExist } from '../product/text-rules.js';
import { toEntity } from '../row/to-entity.js';
import { Reservation, ReservedLine } from './reservation.type.js';

/** The hold of an order with its lines; null when there is none. */
export async function readReservation(ctx: Ctx, orderId: string): Promise<Reservation | null> {
  if (!canExist(orderId)) return null;
  const [row] = await sqlRows(ctx.em, `select id, order_id, state, expires_at from catalog.reservation where order_id = ?`, [orderId]);
  if (!row) return null;
  const lines = await sqlRows(
    ctx.em,
    `select variant_id, quantity, unit_price, currency, product_name, variant_name, sku, image_asset_id
     from catalog.reservation_line where order_id = ? order by variant_id`,
    [orderId],
  );
  return Object.assign(toEntity(Reservation, row), { lines: lines.map(toLine) });
}

function toLine(row: Record<string, unknown>): ReservedLine {
  const unitPrice = money(row['unit_price'] as string, row['currency'] as string);
  return Object.assign(toEntity(ReservedLine, row), { unitPrice });
}
