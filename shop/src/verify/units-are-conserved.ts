import type { CrossCheck } from './cross-check.js';
import { rowsOf } from './rows-of.js';

/** I3: what was put in stock is either available or in an order that was not cancelled. */
export const unitsAreConserved: CrossCheck = {
  id: 'I3',
  title: 'units in living orders + available = what was put in stock',
  run: async (shop) => {
    const ordered = await rowsOf<{ variant_id: string; units: number }>(
      shop,
      'orders',
      `select l.variant_id, sum(l.quantity)::int as units from orders.order_line l join orders.orders o on o.id = l.order_id
        where o.status in ('PENDING', 'PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED') group by l.variant_id`,
    );
    const stock = await rowsOf<{ variant_id: string; available: number; put_in: number }>(
      shop,
      'catalog',
      `select s.variant_id, s.on_hand - s.reserved as available, coalesce(sum(m.change), 0)::int as put_in from catalog.stock s
        left join catalog.stock_movement m on m.variant_id = s.variant_id and m.type in ('INITIAL_STOCK', 'ADMIN_UPDATE', 'ADJUSTMENT', 'RETURN')
        group by s.variant_id`,
    );
    const units = new Map(ordered.map((row) => [row.variant_id, row.units]));
    return stock
      .filter((row) => row.available + (units.get(row.variant_id) ?? 0) !== row.put_in)
      .map(
        (row) =>
          `variant ${row.variant_id}: ${row.available} available + ${units.get(row.variant_id) ?? 0} ordered, but ${row.put_in} put in stock`,
      );
  },
};
