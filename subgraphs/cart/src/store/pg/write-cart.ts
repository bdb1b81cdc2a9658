import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRun } from '@emporium/db/sql';
import type { CartKey, CartRefusal, CartWrite } from '../cart-store.js';
import { CART_TTL_SECONDS, MAX_LINES, MAX_QUANTITY } from '../limits.js';
import { readCart } from './read-cart.js';

/** What every write sets; now() is the database's clock, so that clocks of processes do not matter. */
export const TOUCH = `version = version + 1, expires_at = now() + interval '${CART_TTL_SECONDS} seconds'`;

/** Rolls a write back with its reason. */
class Refused extends Error {
  constructor(readonly reason: CartRefusal) {
    super(reason);
  }
}

/** Ends the write that runs: nothing of it stays. */
export function refuse(reason: CartRefusal): never {
  throw new Refused(reason);
}

/** Runs a write in one transaction; a refusal becomes its result. */
export async function write(em: SqlEntityManager, work: (tx: SqlEntityManager) => Promise<string>): Promise<CartWrite> {
  try {
    return await em.transactional(async (inner) => {
      const tx = inner as SqlEntityManager;
      const cart = await readCart(tx, 'c.id = ?', [await work(tx)]);
      if (!cart) return refuse('NOT_FOUND');
      // Checked on the result, inside the transaction: the first statement locked the cart, so no other writer can slip lines in.
      if (cart.lines.length > MAX_LINES) refuse('TOO_MANY_LINES');
      if (cart.lines.some((line) => line.quantity > MAX_QUANTITY)) refuse('QUANTITY_TOO_LARGE');
      return { done: true as const, cart };
    });
  } catch (error) {
    if (error instanceof Refused) return { done: false, reason: error.reason };
    throw error;
  }
}

/** First statement of every write to a known cart: checks the owner, locks the row, bumps the version. Refuses with NOT_FOUND. */
export async function touch(tx: SqlEntityManager, key: CartKey): Promise<void> {
  const sql = `update cart.cart set ${TOUCH} where id = ? and expires_at > now() and (user_id is null or user_id = ?)`;
  if ((await sqlRun(tx, sql, [key.cartId, key.userId ?? null])) === 0) refuse('NOT_FOUND');
}
