import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { transactional } from '@emporium/db/transactional';
import { sql } from 'kysely';
import { query } from '../../tables.js';
import type { CartKey, CartStore, CartWrite } from '../cart-store.js';
import { carts, TOUCH } from './cart-expressions.js';
import { deleteLines, updateLines, upsertLines } from './change-lines.js';
import { mergeCarts } from './merge-carts.js';
import { ensureUserCart, insertCart } from './open-cart.js';
import { readCart } from './read-cart.js';
import { takeOut } from './take-out.js';
import { ownedBy, touch, write } from './write-cart.js';

/**
 * Carts in tables of schema `cart`, on PGlite and PostgreSQL. `fork` gives a fresh entity manager.
 */
export function pgCartStore(fork: () => SqlEntityManager): CartStore {
  const change = (
    key: CartKey,
    work: (tx: SqlEntityManager) => Promise<void>,
  ): Promise<CartWrite> =>
    write(fork(), async (tx) => {
      await touch(tx, key);
      await work(tx);
      return key.cartId;
    });
  const created = async (result: Promise<CartWrite>) => {
    const written = await result;
    if (!written.done) throw new Error('a new cart could not be read back');
    return written.cart;
  };
  return {
    kind: 'pg',
    create: () => created(write(fork(), async (tx) => (await insertCart(tx, null))!)),
    openForUser: (userId) => created(write(fork(), (tx) => ensureUserCart(tx, userId))),
    get: (key) => readCart(fork(), ownedBy(key)),
    getOfUser: (userId) => readCart(fork(), carts('c.userId', '=', userId)),
    getForService: (cartId) => readCart(fork(), carts('c.id', '=', cartId)),
    addLines: (key, lines) => change(key, (tx) => upsertLines(tx, key.cartId, lines)),
    setQuantities: (key, changes) => change(key, (tx) => updateLines(tx, key.cartId, changes)),
    removeLines: (key, lineIds) => change(key, (tx) => deleteLines(tx, key.cartId, lineIds)),
    clear: (key) =>
      change(
        key,
        async (tx) =>
          void (await query({ em: tx })
            .deleteFrom('CartLineRow')
            .where('cartId', '=', key.cartId)
            .execute()),
      ),
    setDiscountCodes: (key, codes) =>
      change(key, async (tx) => {
        await query({ em: tx })
          .updateTable('CartRow')
          .set({ discountCodes: [...codes] })
          .where('id', '=', key.cartId)
          .execute();
      }),
    setDelivery: (key, delivery) =>
      change(key, async (tx) => {
        await query({ em: tx })
          .updateTable('CartRow')
          .set({ delivery })
          .where('id', '=', key.cartId)
          .execute();
      }),
    merge: (guestCartId, userId, policy) =>
      write(fork(), (tx) => mergeCarts(tx, guestCartId, userId, policy)),
    takeOut: (hash, orderId, lines) =>
      transactional(fork(), (tx) => takeOut(tx, hash, orderId, lines)),
    dropVariants: (variantIds) => dropVariants(fork(), variantIds),
    dropUser: async (userId) =>
      void (await query({ em: fork() })
        .deleteFrom('CartRow')
        .where('userId', '=', userId)
        .execute()),
    removeExpired: () => removeExpired(fork()),
    ping: async () => void (await sql`select 1`.execute(query({ em: fork() }))),
    close: async () => undefined,
  };
}

async function dropVariants(em: SqlEntityManager, variantIds: readonly string[]): Promise<number> {
  if (variantIds.length === 0) return 0;
  const { lines } = await query({ em })
    .with('gone', (db) =>
      db.deleteFrom('CartLineRow').where('variantId', 'in', variantIds).returning('cartId'),
    )
    .with('touched', (db) =>
      db
        .updateTable('CartRow as c')
        .set(TOUCH)
        .where('c.id', 'in', (eb) => eb.selectFrom('gone as g').select('g.cartId'))
        .returning('c.id'),
    )
    .selectFrom('gone')
    .select((eb) => eb.fn.countAll<number>().as('lines'))
    .executeTakeFirstOrThrow();
  return lines;
}

async function removeExpired(em: SqlEntityManager): Promise<number> {
  const batch = 500;
  let removed = 0;
  for (let last = batch; last === batch; removed += last) {
    const { numDeletedRows } = await query({ em })
      .deleteFrom('CartRow')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('CartRow as c')
          .select('c.id')
          .where('c.expiresAt', '<=', sql<Date>`now()`)
          .limit(batch),
      )
      .executeTakeFirstOrThrow();
    last = Number(numDeletedRows);
  }
  return removed;
}
