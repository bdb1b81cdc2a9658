import { expect, test } from 'vitest';
import { cartIdHash, isCartId, newCartId } from '../cart-id.js';
import { CART_TTL_SECONDS } from '../limits.js';
import {
  type CartStoreTest,
  content,
  guestWith,
  newUser,
  ok,
  piece,
} from './cart-store-test.contract.js';

/** Whose a cart is, how long it lives and when it goes. */
export function testCarts({ store, under }: CartStoreTest): void {
  test('a guest cart opens for whoever knows its id, a user cart only for its user', async () => {
    const guest = await store().create();
    expect(isCartId(guest.id)).toBe(true);
    expect(await store().get({ cartId: guest.id, userId: newUser() })).toMatchObject({
      id: guest.id,
      userId: null,
      version: 1,
      lines: [],
    });
    const user = newUser();
    const own = await store().openForUser(user);
    expect((await store().get({ cartId: own.id, userId: user }))?.id).toBe(own.id);
    expect(await store().get({ cartId: own.id })).toBeUndefined();
    expect(await store().get({ cartId: own.id, userId: newUser() })).toBeUndefined();
    expect(await store().addLines({ cartId: own.id }, [piece('v')])).toEqual({
      done: false,
      reason: 'NOT_FOUND',
    });
    expect(await store().get({ cartId: newCartId() })).toBeUndefined();
    expect((await store().getForService(own.id))?.userId).toBe(user);
  });

  test('a user has one cart, even when many devices open it at once', async () => {
    const user = newUser();
    const carts = await Promise.all(Array.from({ length: 10 }, () => store().openForUser(user)));
    expect(new Set(carts.map((cart) => cart.id)).size).toBe(1);
    expect((await store().getOfUser(user))?.id).toBe(carts[0]!.id);
    expect(await store().getOfUser(newUser())).toBeUndefined();
  });

  test('every write moves the expiry 7 days ahead and bumps the version; an expired cart is missing', async () => {
    const cart = await guestWith(store(), piece('a'));
    const left = (cart.expiresAt.getTime() - Date.now()) / 1_000;
    expect(Math.abs(left - CART_TTL_SECONDS)).toBeLessThan(60);
    const coded = ok(await store().setDiscountCodes({ cartId: cart.id }, ["O'NEIL", 'B"{}']));
    expect(coded).toMatchObject({ version: cart.version + 1, discountCodes: ["O'NEIL", 'B"{}'] });
    expect(coded.expiresAt.getTime()).toBeGreaterThanOrEqual(cart.expiresAt.getTime());
    await under().expire(cart.id);
    expect(await store().get({ cartId: cart.id })).toBeUndefined();
    expect(await store().addLines({ cartId: cart.id }, [piece('a')])).toEqual({
      done: false,
      reason: 'NOT_FOUND',
    });
    expect(await store().takeOut(cartIdHash(cart.id), 'ord_late', [])).toBe('not-found');
    const user = newUser();
    const own = await store().openForUser(user);
    await under().expire(own.id);
    expect(await store().getOfUser(user)).toBeUndefined();
    expect((await store().openForUser(user)).id).not.toBe(own.id);
    await store().removeExpired();
  });

  test('a variant that is gone leaves all carts, a user that is gone takes his cart along', async () => {
    const one = await guestWith(store(), piece('doomed'), piece('stays'));
    const two = await guestWith(store(), piece('doomed', 3));
    expect(await store().dropVariants(['doomed', 'unknown'])).toBe(2);
    expect(await store().dropVariants([])).toBe(0);
    expect(content(await store().get({ cartId: one.id }))).toEqual({ stays: 1 });
    expect((await store().get({ cartId: two.id }))?.version).toBe(two.version + 1);
    const user = newUser();
    await store().openForUser(user);
    await store().dropUser(user);
    expect(await store().getOfUser(user)).toBeUndefined();
  });
}
