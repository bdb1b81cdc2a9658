import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import { query } from '../../tables.js';
import { cartIdHash, newCartId } from '../cart-id.js';
import { TOUCH } from './cart-expressions.js';

/** Inserts an empty cart and returns its id; undefined when the user has one already. */
export async function insertCart(
  em: SqlEntityManager,
  userId: string | null,
): Promise<string | undefined> {
  const id = newCartId();
  const { numInsertedOrUpdatedRows } = await query({ em })
    .insertInto('CartRow')
    .values({ id, idHash: cartIdHash(id), userId, expiresAt: TOUCH.expiresAt })
    .onConflict((conflict) => conflict.column('userId').doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows) === 1 ? id : undefined;
}

/** Id of the user's cart, created when missing or expired. Call it in a transaction. */
export async function ensureUserCart(tx: SqlEntityManager, userId: string): Promise<string> {
  await query({ em: tx })
    .deleteFrom('CartRow')
    .where('userId', '=', userId)
    .where('expiresAt', '<=', sql<Date>`now()`)
    .execute();
  const created = await insertCart(tx, userId);
  if (created) return created;
  const row = await query({ em: tx })
    .selectFrom('CartRow')
    .select('id')
    .where('userId', '=', userId)
    .executeTakeFirst();
  if (!row) throw new Error('the cart of the user disappeared while it was opened');
  return row.id;
}
