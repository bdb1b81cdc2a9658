import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import type { Expression, SqlBool } from 'kysely';
import { query } from '../../tables.js';
import type { CartKey, CartRejection, CartWrite } from '../cart-store.js';
import { MAX_LINES, MAX_QUANTITY } from '../limits.js';
import { carts, isAlive, TOUCH } from './cart-expressions.js';
import { readCart } from './read-cart.js';

/** Rolls a write back with its reason. */
class Refused extends Error {
  constructor(readonly reason: CartRejection) {
    super(reason);
  }
}

/** Ends the write that runs: nothing of it stays. */
export function refuse(reason: CartRejection): never {
  throw new Refused(reason);
}

/** Runs a write in one transaction; a refusal becomes its result. */
export async function write(
  em: SqlEntityManager,
  work: (tx: SqlEntityManager) => Promise<string>,
): Promise<CartWrite> {
  try {
    return await transactional(em, async (tx) => {
      const cart = await readCart(tx, carts('c.id', '=', await work(tx)));
      if (!cart) return refuse('NOT_FOUND');
      // Checked on the result, inside the transaction: the first statement locked the cart, so no
      // other writer can slip lines in.
      if (cart.lines.length > MAX_LINES) refuse('TOO_MANY_LINES');
      if (cart.lines.some((line) => line.quantity > MAX_QUANTITY)) refuse('QUANTITY_TOO_LARGE');
      return { done: true as const, cart };
    });
  } catch (error) {
    if (error instanceof Refused) return { done: false, reason: error.reason };
    throw error;
  }
}

/** The named cart, if it is nobody's or the caller's. */
export function ownedBy({ cartId, userId }: CartKey): Expression<SqlBool> {
  const free = carts('c.userId', 'is', null);
  return carts('c.id', '=', cartId).and(
    userId ? carts.or([free, carts('c.userId', '=', userId)]) : free,
  );
}

/**
 * First statement of every write to a known cart: checks the owner, locks the row, bumps the
 * version. Refuses with NOT_FOUND.
 */
export async function touch(tx: SqlEntityManager, key: CartKey): Promise<void> {
  const { numUpdatedRows } = await query({ em: tx })
    .updateTable('CartRow as c')
    .set(TOUCH)
    .where(ownedBy(key))
    .where(isAlive)
    .executeTakeFirstOrThrow();
  if (Number(numUpdatedRows) === 0) refuse('NOT_FOUND');
}
