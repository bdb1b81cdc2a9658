import type { Ctx } from '../context.js';
import { actingUser } from './acting-user.js';
import { isCartId } from '../store/cart-id.js';
import type { CartKey, StoredCart } from '../store/cart-store.js';

/** The cart with this id if the caller may open it, else undefined, whether it exists or not. */
export async function findCart(ctx: Ctx, cartId: string): Promise<StoredCart | undefined> {
  return isCartId(cartId) ? ctx.services.carts.get({ cartId, userId: actingUser(ctx) }) : undefined;
}

/** The user's own cart, or undefined for guests and for users without one. */
export async function findOwnCart(ctx: Ctx): Promise<StoredCart | undefined> {
  const user = actingUser(ctx);
  return user === undefined ? undefined : ctx.services.carts.getOfUser(user);
}

/**
 * The cart that a mutation means: the given one, else the user's own; undefined when there is none.
 */
export async function findMeantCart(
  ctx: Ctx,
  cartId: string | null | undefined,
): Promise<StoredCart | undefined> {
  return cartId == null ? findOwnCart(ctx) : findCart(ctx, cartId);
}

/** The caller's cart, created when missing: a user's one cart, or a new guest cart. */
export async function openOwnCart(ctx: Ctx): Promise<StoredCart> {
  const user = actingUser(ctx);
  return user === undefined ? ctx.services.carts.create() : ctx.services.carts.openForUser(user);
}

/** Names a cart to the store together with who asks. */
export function keyOf(ctx: Ctx, cart: StoredCart): CartKey {
  return { cartId: cart.id, userId: actingUser(ctx) };
}

/**
 * For services that were given a cart's id (or `user:<user id>`): the cart, checked against the
 * user on whose behalf the service acts. Without such a user (a process manager at work) the
 * service may open it.
 */
export async function findCartForService(ctx: Ctx, id: string): Promise<StoredCart | undefined> {
  const behalf = ctx.principal.onBehalf;
  const isUser = id.startsWith('user:');
  const cart = isUser
    ? await ctx.services.carts.getOfUser(id.slice('user:'.length))
    : isCartId(id)
      ? await ctx.services.carts.getForService(id)
      : undefined;
  if (!cart || !behalf || cart.userId === null) return cart;
  return cart.userId === actingUser(ctx) ? cart : undefined;
}
