import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sql } from 'kysely';
import { query } from '../../tables.js';
import type { TakeOutResult } from '../cart-store.js';
import { isAlive, TOUCH } from './cart-expressions.js';

/**
 * Orders remembered per cart; an event is never repeated after so many later orders of the same
 * cart.
 */
const REMEMBERED = 200;

interface OrderedLine {
  variantId: string;
  quantity: number;
}

/**
 * Takes ordered quantities out of a cart, inside a transaction whose first statement records the
 * order id and locks the cart.
 */
export async function takeOut(
  tx: SqlEntityManager,
  hash: string,
  orderId: string,
  lines: readonly OrderedLine[],
): Promise<TakeOutResult> {
  const found = await mark(tx, hash, orderId);
  if (!found) return 'not-found';
  if (!found.fresh) return whyNotMarked(tx, hash, orderId);
  if (lines.length > 0) await subtract(tx, found.id, lines);
  return 'taken';
}

/** Records the order in its cart; `fresh` when it was not recorded before. */
const mark = (tx: SqlEntityManager, hash: string, orderId: string) =>
  query({ em: tx })
    .with('target', (db) =>
      db
        .selectFrom('CartRow as c')
        .select('c.id')
        .where('c.idHash', '=', hash)
        .where(isAlive)
        .unionAll(
          db
            .selectFrom('CartAlias as a')
            .innerJoin('CartRow as c', 'c.id', 'a.cartId')
            .select('c.id')
            .where('a.idHash', '=', hash)
            .where('a.hasLines', '=', true)
            .where(isAlive),
        ),
    )
    .with('marked', (db) =>
      db
        .updateTable('CartRow as c')
        .set((eb) => ({
          ...TOUCH,
          takenOrders: sql<string[]>`(array_append(${eb.ref('c.takenOrders')}, ${orderId}::text))[
            greatest(1, cardinality(${eb.ref('c.takenOrders')}) + 2 - ${sql.lit(REMEMBERED)}):]`,
        }))
        .where('c.id', 'in', (eb) => eb.selectFrom('target as t').select('t.id'))
        .where((eb) => sql<boolean>`not (${orderId}::text = any (${eb.ref('c.takenOrders')}))`)
        .returning('c.id'),
    )
    .selectFrom('target as t')
    .select((eb) => ['t.id', eb.exists(eb.selectFrom('marked as m').select('m.id')).as('fresh')])
    .limit(1)
    .executeTakeFirst();

async function whyNotMarked(
  tx: SqlEntityManager,
  hash: string,
  orderId: string,
): Promise<TakeOutResult> {
  const row = await query({ em: tx })
    .selectFrom('CartRow as c')
    .select((eb) =>
      sql<boolean>`${orderId}::text = any (${eb.ref('c.takenOrders')})`.as('repeated'),
    )
    .where((eb) =>
      eb.or([
        eb('c.idHash', '=', hash),
        eb(
          'c.id',
          '=',
          eb
            .selectFrom('CartAlias as a')
            .select('a.cartId')
            .where('a.idHash', '=', hash)
            .where('a.hasLines', '=', true),
        ),
      ]),
    )
    .executeTakeFirst();
  if (!row) return 'not-found';
  // The cart was merged between our look and our lock; the event's next delivery finds it at its
  // new place.
  if (!row.repeated) throw new Error('the cart moved while an order was taken out');
  return 'repeated';
}

async function subtract(
  tx: SqlEntityManager,
  cartId: string,
  lines: readonly OrderedLine[],
): Promise<void> {
  const rows = lines.map((line) => sql`(${line.variantId}, ${line.quantity}::integer)`);
  const ordered = sql<OrderedLine>`(values ${sql.join(rows)})`.as<'o'>(
    sql`o (variant_id, quantity)`,
  );
  await query({ em: tx })
    .deleteFrom('CartLineRow as l')
    .using(ordered)
    .where('l.cartId', '=', cartId)
    .whereRef('l.variantId', '=', 'o.variantId')
    .whereRef('l.quantity', '<=', 'o.quantity')
    .execute();
  // Lines that the first statement left have more units than were ordered.
  await query({ em: tx })
    .updateTable('CartLineRow as l')
    .from(ordered)
    .set((eb) => ({ quantity: eb('l.quantity', '-', eb.ref('o.quantity')) }))
    .where('l.cartId', '=', cartId)
    .whereRef('l.variantId', '=', 'o.variantId')
    .execute();
}
