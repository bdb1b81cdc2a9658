import type { SqlEntityManager } from '@emporium/db/entity-manager';
import { sqlRows, sqlRun } from '@emporium/db/sql';
import type { CartKey, CartStore, CartWrite } from '../cart-store.js';
import { deleteLines, updateLines, upsertLines } from './change-lines.js';
import { mergeCarts } from './merge-carts.js';
import { ensureUserCart, insertCart } from './open-cart.js';
import { readCart } from './read-cart.js';
import { takeOut } from './take-out.js';
import { touch, TOUCH, write } from './write-cart.js';

/** Carts in tables of schema `cart`, on PGlite and PostgreSQL. `fork` gives a fresh entity manager. */
export function pgCartStore(fork: () => SqlEntityManager): CartStore {
  const change = (key: CartKey, work: (tx: SqlEntityManager) => Promise<void>): Promise<CartWrite> =>
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
    get: (key) => readCart(fork(), 'c.id = ? and (c.user_id is null or c.user_id = ?)', [key.cartId, key.userId ?? null]),
    getOfUser: (userId) => readCart(fork(), 'c.user_id = ?', [userId]),
    getForService: (cartId) => readCart(fork(), 'c.id = ?', [cartId]),
    addLines: (key, lines) => change(key, (tx) => upsertLines(tx, key.cartId, lines)),
    setQuantities: (key, changes) => change(key, (tx) => updateLines(tx, key.cartId, changes)),
    removeLines: (key, lineIds) => change(key, (tx) => deleteLines(tx, key.cartId, lineIds)),
    clear: (key) => change(key, async (tx) => void (await sqlRun(tx, `delete from cart.cart_line where cart_id = ?`, [key.cartId]))),
    setDiscountCodes: (key, codes) =>
      change(key, async (tx) => {
        await sqlRun(tx, `update cart.cart set discount_codes = array(select json_array_elements_text(?::json)) where id = ?`, [
          JSON.stringify(codes),
          key.cartId,
        ]);
      }),
    merge: (guestCartId, userId, policy) => write(fork(), (tx) => mergeCarts(tx, guestCartId, userId, policy)),
    takeOut: (hash, orderId, lines) => fork().transactional((tx) => takeOut(tx as SqlEntityManager, hash, orderId, lines)),
    dropVariants: (variantIds) => dropVariants(fork(), variantIds),
    dropUser: async (userId) => void (await sqlRun(fork(), `delete from cart.cart where user_id = ?`, [userId])),
    removeExpired: () => removeExpired(fork()),
    ping: async () => void (await sqlRows(fork(), 'select 1')),
    close: async () => undefined,
  };
}

async function dropVariants(em: SqlEntityManager, variantIds: readonly string[]): Promise<number> {
  if (variantIds.length === 0) return 0;
  const [row] = await sqlRows<{ lines: number | string }>(
    em,
    `with gone as (delete from cart.cart_line where variant_id in (?) returning cart_id),
       touched as (update cart.cart set ${TOUCH} where id in (select cart_id from gone))
     select count(*) as lines from gone`,
    [[...variantIds]],
  );
  return Number(row?.lines ?? 0);
}

async function removeExpired(em: SqlEntityManager): Promise<number> {
  const batch = 500;
  let removed = 0;
  for (let last = batch; last === batch; removed += last) {
    last = await sqlRun(em, `delete from cart.cart where id in (select id from cart.cart where expires_at <= now() limit ${batch})`);
  }
  return removed;
}
