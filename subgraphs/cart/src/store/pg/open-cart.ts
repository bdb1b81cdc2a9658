import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { cartIdHash, newCartId } from '../cart-id.js';
import { CART_TTL_SECONDS } from '../limits.js';

/** Inserts an empty cart and returns its id; undefined when the user has one already. */
export async function insertCart(em: SqlEntityManager, userId: string | null): Promise<string | undefined> {
  const id = newCartId();
  const inserted = await sqlRun(
    em,
    `insert into cart.cart (id, id_hash, user_id, expires_at) values (?, ?, ?, now() + interval '${CART_TTL_SECONDS} seconds')
     on conflict (user_id) do nothing`,
    [id, cartIdHash(id), userId],
  );
  return inserted === 1 ? id : undefined;
}

/** Id of the user's cart, created when missing or expired. Call it in a transaction. */
export async function ensureUserCart(tx: SqlEntityManager, userId: string): Promise<string> {
  await sqlRun(tx, `delete from cart.cart where user_id = ? and expires_at <= now()`, [userId]);
  const created = await insertCart(tx, userId);
  if (created) return created;
  const [row] = await sqlRows<{ id: string }>(tx, `select id from cart.cart where user_id = ?`, [userId]);
  if (!row) throw new Error('the cart of the user disappeared while it was opened');
  return row.id;
}
