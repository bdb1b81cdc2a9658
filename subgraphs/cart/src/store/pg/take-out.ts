import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { TakeOutResult } from '../cart-store.js';
import { TOUCH } from './write-cart.js';

/** Orders remembered per cart; an event is never repeated after so many later orders of the same cart. */
const REMEMBERED = 200;

/** Takes ordered quantities out of a cart, inside a transaction whose first statement records the order id and locks the cart. */
export async function takeOut(
  tx: SqlEntityManager,
  hash: string,
  orderId: string,
  lines: readonly { variantId: string; quantity: number }[],
): Promise<TakeOutResult> {
  const [found] = await sqlRows<{ id: string; fresh: boolean }>(
    tx,
    `with target as (
       select id from cart.cart where id_hash = ? and expires_at > now()
       union all select a.cart_id from cart.cart_alias a join cart.cart c on c.id = a.cart_id
         where a.id_hash = ? and a.has_lines and c.expires_at > now()),
     marked as (
       update cart.cart set ${TOUCH}, taken_orders = (array_append(taken_orders, ?::text))[greatest(1, cardinality(taken_orders) + 2 - ${REMEMBERED}):]
       where id in (select id from target) and not (?::text = any (taken_orders)) returning id)
     select id, exists (select 1 from marked) as fresh from target limit 1`,
    [hash, hash, orderId, orderId],
  );
  if (!found) return 'not-found';
  if (!found.fresh) return whyNotMarked(tx, hash, orderId);
  if (lines.length > 0) await subtract(tx, found.id, lines);
  return 'taken';
}

async function whyNotMarked(tx: SqlEntityManager, hash: string, orderId: string): Promise<TakeOutResult> {
  const [row] = await sqlRows<{ repeated: boolean }>(
    tx,
    `select ?::text = any (taken_orders) as repeated from cart.cart
     where id_hash = ? or id = (select cart_id from cart.cart_alias where id_hash = ? and has_lines)`,
    [orderId, hash, hash],
  );
  if (!row) return 'not-found';
  // The cart was merged between our look and our lock; the event's next delivery finds it at its new place.
  if (!row.repeated) throw new Error('the cart moved while an order was taken out');
  return 'repeated';
}

async function subtract(tx: SqlEntityManager, cartId: string, lines: readonly { variantId: string; quantity: number }[]): Promise<void> {
  const ordered = `(values ${lines.map(() => '(?, ?::integer)').join(', ')}) as o (variant_id, quantity)`;
  const params = [...lines.flatMap((line) => [line.variantId, line.quantity]), cartId];
  const match = `l.cart_id = ? and l.variant_id = o.variant_id`;
  await sqlRun(tx, `delete from cart.cart_line l using ${ordered} where ${match} and l.quantity <= o.quantity`, params);
  // Lines that the first statement left have more pieces than were ordered.
  await sqlRun(tx, `update cart.cart_line l set quantity = l.quantity - o.quantity from ${ordered} where ${match}`, params);
}
