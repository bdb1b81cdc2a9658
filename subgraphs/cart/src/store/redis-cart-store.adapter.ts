import { newId } from '@emporium/db/new-id';
import { openRedis } from '@emporium/kv/open-redis.adapter';
import { cartIdHash, newCartId } from './cart-id.js';
import type {
  CartKey,
  CartRejection,
  CartStore,
  CartWrite,
  StoredCart,
  TakeOutResult,
} from './cart-store.js';
import { cartKeys } from './redis/cart-keys.js';
import { frozenLine, toCart } from './redis/cart-hash.js';
import {
  ADD_LINES,
  CHANGE_LINES,
  CLEAR,
  CREATE,
  OPEN_FOR_USER,
  READ_OF_USER,
  SET_CODES,
  SET_DELIVERY,
} from './redis/lua-changes.js';
import { DROP_USER, DROP_VARIANT, MERGE, TAKE_OUT } from './redis/lua-moves.js';
import { unavailable } from './redis/redis-unavailable.js';
import { runScript } from './redis/run-script.adapter.js';

/** Carts changed per script when a variant goes; short enough that no shopper notices the wait. */
const DROP_BATCH = 100;

export interface RedisCartStoreOptions {
  /** Put before every key; default `cart:`. */
  prefix?: string;
  /** Told about connection trouble, for the log. */
  onError?(error: Error): void;
}

/**
 * Carts on Redis: one hash per cart, every change one script. All methods reject with
 * SubgraphUnavailableError within a second when Redis is away, hangs or is full; the connection
 * comes back by itself. Resolves even when Redis cannot be reached yet.
 */
export async function openRedisCartStore(
  url: string,
  options: RedisCartStoreOptions = {},
): Promise<CartStore> {
  const keys = cartKeys(options.prefix ?? 'cart:');
  const redis = await openRedis(url, (error) => options.onError?.(error));
  const run = (script: string, key: string, ...args: (string | number)[]) =>
    runScript(redis, script, [key], [keys.prefix, ...args]).catch(unavailable);
  const read = async (hash: string) =>
    toCart(await redis.hgetall(keys.cart(hash)).catch(unavailable));
  const change = async (
    { cartId, userId }: CartKey,
    script: string,
    ...args: string[]
  ): Promise<CartWrite> => {
    const hash = cartIdHash(cartId);
    return written(await run(script, keys.cart(hash), hash, userId ?? '', ...args));
  };
  const changeLines = (key: CartKey, quantities: Map<string, number>) =>
    change(
      key,
      CHANGE_LINES,
      JSON.stringify([...quantities].map(([id, quantity]) => ({ id, quantity }))),
    );

  return {
    kind: 'redis',
    create: async () => {
      const { id, hash } = fresh();
      return cartOf(await run(CREATE, keys.cart(hash), hash, id))!;
    },
    openForUser: async (userId) => {
      const { id, hash } = fresh();
      return cartOf(await run(OPEN_FOR_USER, keys.user(userId), hash, id, userId))!;
    },
    get: async ({ cartId, userId }) => {
      const cart = await read(cartIdHash(cartId));
      return cart && (cart.userId === null || cart.userId === userId) ? cart : undefined;
    },
    getOfUser: async (userId) => cartOf(await run(READ_OF_USER, keys.user(userId), userId)),
    getForService: (cartId) => read(cartIdHash(cartId)),
    addLines: (key, lines) => {
      const wanted = lines.map((line) => ({
        variant: line.variantId,
        id: newId('crl'),
        quantity: line.quantity,
        frozen: frozenLine(line),
      }));
      return change(key, ADD_LINES, JSON.stringify(wanted));
    },
    setQuantities: (key, changes) =>
      changeLines(key, new Map(changes.map(({ lineId, quantity }) => [lineId, quantity]))),
    removeLines: (key, lineIds) => changeLines(key, new Map(lineIds.map((lineId) => [lineId, 0]))),
    clear: (key) => change(key, CLEAR),
    setDiscountCodes: (key, codes) => change(key, SET_CODES, JSON.stringify(codes)),
    setDelivery: (key, delivery) => change(key, SET_DELIVERY, JSON.stringify(delivery)),
    merge: async (guestCartId, userId, policy) => {
      const guest = cartIdHash(guestCartId);
      const { id, hash } = fresh();
      return written(await run(MERGE, keys.cart(guest), guest, userId, policy, hash, id));
    },
    takeOut: async (hash, orderId, lines) =>
      (await run(TAKE_OUT, keys.cart(hash), hash, orderId, JSON.stringify(lines))) as TakeOutResult,
    dropVariants: async (variantIds) => {
      let removed = 0;
      for (const variantId of new Set(variantIds)) {
        for (let seen = DROP_BATCH; seen === DROP_BATCH;) {
          const [lines, carts] = (await run(
            DROP_VARIANT,
            keys.variant(variantId),
            variantId,
            DROP_BATCH,
          )) as [number, number];
          removed += lines;
          seen = carts;
        }
      }
      return removed;
    },
    dropUser: async (userId) => void (await run(DROP_USER, keys.user(userId), userId)),
    // Redis forgets them by itself.
    removeExpired: async () => 0,
    ping: async () => void (await redis.ping().catch(unavailable)),
    close: async () => redis.disconnect(),
  };
}

function fresh(): { id: string; hash: string } {
  const id = newCartId();
  return { id, hash: cartIdHash(id) };
}

function cartOf(reply: unknown): StoredCart | undefined {
  const flat = reply as string[];
  const fields: Record<string, string> = {};
  for (let i = 0; i < flat.length; i += 2) fields[flat[i]!] = flat[i + 1]!;
  return toCart(fields);
}

function written(reply: unknown): CartWrite {
  return typeof reply === 'string'
    ? { done: false, reason: reply as CartRejection }
    : { done: true, cart: cartOf(reply)! };
}
