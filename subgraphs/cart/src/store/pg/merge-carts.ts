import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import { cartIdHash } from '../cart-id.js';
import { type CartMergePolicy, mergeLines } from '../merge-lines.js';
import { ensureUserCart } from './open-cart.js';
import { readCart } from './read-cart.js';
import { refuse, TOUCH } from './write-cart.js';

/**
 * Moves the guest's cart into the user's inside a transaction and returns the id of the user's cart. Refuses with NOT_FOUND when the id is
 * unknown or somebody else's. The guest's row is locked first, then the user's: two devices that merge at once wait for each other.
 */
export async function mergeCarts(tx: SqlEntityManager, guestCartId: string, userId: string, policy: CartMergePolicy): Promise<string> {
  const [guest] = await sqlRows<{ user_id: string | null }>(
    tx,
    `select user_id from cart.cart where id = ? and expires_at > now() for update`,
    [guestCartId],
  );
  if (guest?.user_id === userId) return guestCartId;
  if (guest && guest.user_id !== null) refuse('NOT_FOUND');
  const target = guest ? await ensureUserCart(tx, userId) : await mergedBefore(tx, guestCartId, userId);
  if (!guest) return target;

  await sqlRun(tx, `update cart.cart set ${TOUCH} where id = ?`, [target]);
  const from = (await readCart(tx, 'c.id = ?', [guestCartId]))!;
  const into = (await readCart(tx, 'c.id = ?', [target]))!;
  await rewriteLines(tx, guestCartId, target, mergeLines(into.lines, from.lines, policy));
  // KEEP_USER brings no line along, so an order placed from the guest's cart must not take anything out of the user's.
  const carried = policy !== 'KEEP_USER';
  await sqlRun(
    tx,
    `update cart.cart t set taken_orders = t.taken_orders || g.taken_orders,
       discount_codes = case when cardinality(t.discount_codes) = 0 then g.discount_codes else t.discount_codes end
     from cart.cart g where t.id = ? and g.id = ?`,
    [target, guestCartId],
  );
  await sqlRun(tx, `update cart.cart_alias set cart_id = ?, has_lines = has_lines and ? where cart_id = ?`, [target, carried, guestCartId]);
  await sqlRun(tx, `insert into cart.cart_alias (id_hash, cart_id, has_lines) values (?, ?, ?)`, [
    cartIdHash(guestCartId),
    target,
    carried,
  ]);
  await sqlRun(tx, `delete from cart.cart where id = ?`, [guestCartId]);
  return target;
}

async function mergedBefore(tx: SqlEntityManager, guestCartId: string, userId: string): Promise<string> {
  const [row] = await sqlRows<{ id: string }>(
    tx,
    `select c.id from cart.cart_alias a join cart.cart c on c.id = a.cart_id where a.id_hash = ? and c.user_id = ? and c.expires_at > now()`,
    [cartIdHash(guestCartId), userId],
  );
  return row?.id ?? refuse('NOT_FOUND');
}

/** Lines keep their ids and prices; those of the guest change their cart. */
async function rewriteLines(
  tx: SqlEntityManager,
  guestCartId: string,
  target: string,
  lines: readonly { id: string; quantity: number }[],
): Promise<void> {
  const both = [guestCartId, target];
  if (lines.length === 0) {
    await sqlRun(tx, `delete from cart.cart_line where cart_id in (?)`, [both]);
    return;
  }
  await sqlRun(tx, `delete from cart.cart_line where cart_id in (?) and id not in (?)`, [both, lines.map((line) => line.id)]);
  await sqlRun(
    tx,
    `update cart.cart_line l set cart_id = ?, quantity = v.quantity
     from (values ${lines.map(() => '(?, ?::integer)').join(', ')}) as v (id, quantity) where l.cart_id in (?) and l.id = v.id`,
    [target, ...lines.flatMap((line) => [line.id, line.quantity]), both],
  );
}
