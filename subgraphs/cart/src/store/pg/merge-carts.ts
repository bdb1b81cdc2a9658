import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import { query } from '../../tables.js';
import { cartIdHash } from '../cart-id.js';
import { type CartMergePolicy, mergeLines } from '../merge-lines.js';
import { carts, isAlive, TOUCH } from './cart-expressions.js';
import { quantities } from './change-lines.js';
import { ensureUserCart } from './open-cart.js';
import { readCart } from './read-cart.js';
import { refuse } from './write-cart.js';

/**
 * Moves the guest's cart into the user's inside a transaction and returns the id of the user's
 * cart. Refuses with NOT_FOUND when the id is unknown or somebody else's. The guest's row is locked
 * first, then the user's: two devices that merge at once wait for each other.
 */
export async function mergeCarts(
  tx: SqlEntityManager,
  guestCartId: string,
  userId: string,
  policy: CartMergePolicy,
): Promise<string> {
  const guest = await query({ em: tx })
    .selectFrom('CartRow as c')
    .select('c.userId')
    .where('c.id', '=', guestCartId)
    .where(isAlive)
    .forUpdate()
    .executeTakeFirst();
  if (guest?.userId === userId) return guestCartId;
  if (guest && guest.userId !== null) refuse('NOT_FOUND');
  const target = guest
    ? await ensureUserCart(tx, userId)
    : await mergedBefore(tx, guestCartId, userId);
  if (!guest) return target;

  await query({ em: tx })
    .updateTable('CartRow as c')
    .set(TOUCH)
    .where('c.id', '=', target)
    .execute();
  const from = (await readCart(tx, carts('c.id', '=', guestCartId)))!;
  const into = (await readCart(tx, carts('c.id', '=', target)))!;
  await rewriteLines(tx, guestCartId, target, mergeLines(into.lines, from.lines, policy));
  // KEEP_USER brings no line along, so an order placed from the guest's cart must not take anything
  // out of the user's.
  const carried = policy !== 'KEEP_USER';
  await query({ em: tx })
    .updateTable('CartRow as t')
    .from('CartRow as g')
    .set((eb) => ({
      takenOrders: sql<string[]>`${eb.ref('t.takenOrders')} || ${eb.ref('g.takenOrders')}`,
      discountCodes: eb
        .case()
        .when(eb.fn<number>('cardinality', ['t.discountCodes']), '=', 0)
        .then(eb.ref('g.discountCodes'))
        .else(eb.ref('t.discountCodes'))
        .end(),
      delivery: eb.fn.coalesce('t.delivery', 'g.delivery'),
    }))
    .where('t.id', '=', target)
    .where('g.id', '=', guestCartId)
    .execute();
  await query({ em: tx })
    .updateTable('CartAlias')
    .set((eb) => ({ cartId: target, hasLines: sql<boolean>`${eb.ref('hasLines')} and ${carried}` }))
    .where('cartId', '=', guestCartId)
    .execute();
  await query({ em: tx })
    .insertInto('CartAlias')
    .values({ idHash: cartIdHash(guestCartId), cartId: target, hasLines: carried })
    .execute();
  await query({ em: tx }).deleteFrom('CartRow').where('id', '=', guestCartId).execute();
  return target;
}

async function mergedBefore(
  tx: SqlEntityManager,
  guestCartId: string,
  userId: string,
): Promise<string> {
  const row = await query({ em: tx })
    .selectFrom('CartAlias as a')
    .innerJoin('CartRow as c', 'c.id', 'a.cartId')
    .select('c.id')
    .where('a.idHash', '=', cartIdHash(guestCartId))
    .where('c.userId', '=', userId)
    .where(isAlive)
    .executeTakeFirst();
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
  const ids = lines.map((line) => line.id);
  await query({ em: tx })
    .deleteFrom('CartLineRow')
    .where('cartId', 'in', both)
    .$if(ids.length > 0, (others) => others.where('id', 'not in', ids))
    .execute();
  if (lines.length === 0) return;
  await query({ em: tx })
    .updateTable('CartLineRow as l')
    .from(quantities(lines))
    .set((eb) => ({ cartId: target, quantity: eb.ref('v.quantity') }))
    .where('l.cartId', 'in', both)
    .whereRef('l.id', '=', 'v.id')
    .execute();
}
