import { money } from '@emporium/money/money';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartIdHash, isCartId, newCartId } from './cart-id.js';
import type { CartStore, CartWrite, StoredCart, StoredLine } from './cart-store.js';
import { CART_TTL_SECONDS, MAX_LINES, MAX_QUANTITY } from './limits.js';
import { CartMergePolicy } from './merge-lines.js';

/** A store under test; `expire` makes a cart's time run out as the store's clock sees it. */
export interface CartStoreUnderTest {
  store: CartStore;
  expire(cartId: string): Promise<void>;
  close(): Promise<void>;
}

const piece = (variantId: string, quantity = 1, minor = 1_000): Omit<StoredLine, 'id'> => ({
  variantId,
  quantity,
  priceWhenAdded: money(minor, 'EUR'),
  name: `Name of ${variantId}`,
  sku: variantId.toUpperCase(),
});
const content = (cart: StoredCart | undefined) =>
  Object.fromEntries((cart?.lines ?? []).map((line) => [line.variantId, line.quantity]));
const ok = (write: CartWrite): StoredCart => {
  if (!write.done) throw new Error(`refused: ${write.reason}`);
  return write.cart;
};
let users = 0;
const newUser = () => `usr_contract_${++users}`;

/** What every cart store must guarantee. */
export function describeCartStore(name: string, make: () => Promise<CartStoreUnderTest>): void {
  describe(`cart store ${name}`, () => {
    let under: CartStoreUnderTest;
    let store: CartStore;
    beforeAll(async () => {
      under = await make();
      store = under.store;
    });
    afterAll(() => under.close());
    const guestWith = async (...lines: Omit<StoredLine, 'id'>[]) => {
      const cart = await store.create();
      return ok(await store.addLines({ cartId: cart.id }, lines));
    };

    test('a guest cart opens for whoever knows its id, a user cart only for its user', async () => {
      const guest = await store.create();
      expect(isCartId(guest.id)).toBe(true);
      expect(await store.get({ cartId: guest.id, userId: newUser() })).toMatchObject({
        id: guest.id,
        userId: null,
        version: 1,
        lines: [],
      });
      const user = newUser();
      const own = await store.openForUser(user);
      expect((await store.get({ cartId: own.id, userId: user }))?.id).toBe(own.id);
      expect(await store.get({ cartId: own.id })).toBeUndefined();
      expect(await store.get({ cartId: own.id, userId: newUser() })).toBeUndefined();
      expect(await store.addLines({ cartId: own.id }, [piece('v')])).toEqual({
        done: false,
        reason: 'NOT_FOUND',
      });
      expect(await store.get({ cartId: newCartId() })).toBeUndefined();
      expect((await store.getForService(own.id))?.userId).toBe(user);
    });

    test('a user has one cart, even when many devices open it at once', async () => {
      const user = newUser();
      const carts = await Promise.all(Array.from({ length: 10 }, () => store.openForUser(user)));
      expect(new Set(carts.map((cart) => cart.id)).size).toBe(1);
      expect((await store.getOfUser(user))?.id).toBe(carts[0]!.id);
      expect(await store.getOfUser(newUser())).toBeUndefined();
    });

    test('parallel adds are never lost', async () => {
      const { id } = await store.create();
      await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          store.addLines({ cartId: id }, [piece('same'), piece(`own_${n}`)]).then(ok),
        ),
      );
      const cart = (await store.get({ cartId: id }))!;
      expect(content(cart)['same']).toBe(40);
      expect(cart.lines).toHaveLength(41);
      expect(cart.version).toBe(41);
    });

    test('lines keep their order, id, first price and name; equal variants of one call are summed', async () => {
      const cart = await guestWith(piece('b', 1, 700), piece('a', 2), piece('b', 3, 900));
      expect(cart.lines.map((line) => [line.variantId, line.quantity])).toEqual([
        ['b', 4],
        ['a', 2],
      ]);
      const again = ok(
        await store.addLines({ cartId: cart.id }, [{ ...piece('b', 1, 999), name: 'New' }]),
      );
      expect(again.lines[0]).toEqual({ ...cart.lines[0], quantity: 5 });
      expect(again.lines[0]).toMatchObject({
        priceWhenAdded: { minor: 700, currency: 'EUR' },
        name: 'Name of b',
        sku: 'B',
      });
      expect((await store.get({ cartId: cart.id }))?.lines).toEqual(again.lines);
    });

    test('quantities are set and lines removed together or not at all', async () => {
      const cart = await guestWith(piece('a'), piece('b'), piece('c'));
      const [a, b, c] = cart.lines.map((line) => line.id) as [string, string, string];
      const key = { cartId: cart.id };
      expect(
        content(
          ok(
            await store.setQuantities(key, [
              { lineId: a, quantity: 7 },
              { lineId: c, quantity: 2 },
            ]),
          ),
        ),
      ).toEqual({ a: 7, b: 1, c: 2 });
      expect(
        await store.setQuantities(key, [
          { lineId: a, quantity: 9 },
          { lineId: 'crl_x', quantity: 1 },
        ]),
      ).toEqual({ done: false, reason: 'LINE_NOT_FOUND' });
      expect(await store.removeLines(key, [b, 'crl_x'])).toEqual({
        done: false,
        reason: 'LINE_NOT_FOUND',
      });
      expect(content(await store.get(key))).toEqual({ a: 7, b: 1, c: 2 });
      const other = await guestWith(piece('z'));
      expect(await store.removeLines(key, [other.lines[0]!.id])).toEqual({
        done: false,
        reason: 'LINE_NOT_FOUND',
      });
      expect(content(ok(await store.removeLines(key, [b, b])))).toEqual({ a: 7, c: 2 });
      expect(content(ok(await store.clear(key)))).toEqual({});
    });

    test('the limits of lines and units hold and a refused add leaves nothing behind', async () => {
      const many = Array.from({ length: MAX_LINES }, (_, n) => piece(`v${n}`));
      const cart = await guestWith(...many);
      const key = { cartId: cart.id };
      expect(await store.addLines(key, [piece('v0', 5), piece('one_more')])).toEqual({
        done: false,
        reason: 'TOO_MANY_LINES',
      });
      expect(await store.addLines(key, [piece('v0', MAX_QUANTITY)])).toEqual({
        done: false,
        reason: 'QUANTITY_TOO_LARGE',
      });
      expect(await store.get(key)).toEqual(cart);
    });

    test('every write moves the expiry 7 days ahead and bumps the version; an expired cart is missing', async () => {
      const cart = await guestWith(piece('a'));
      const left = (cart.expiresAt.getTime() - Date.now()) / 1_000;
      expect(Math.abs(left - CART_TTL_SECONDS)).toBeLessThan(60);
      const coded = ok(await store.setDiscountCodes({ cartId: cart.id }, ["O'NEIL", 'B"{}']));
      expect(coded).toMatchObject({ version: cart.version + 1, discountCodes: ["O'NEIL", 'B"{}'] });
      expect(coded.expiresAt.getTime()).toBeGreaterThanOrEqual(cart.expiresAt.getTime());
      await under.expire(cart.id);
      expect(await store.get({ cartId: cart.id })).toBeUndefined();
      expect(await store.addLines({ cartId: cart.id }, [piece('a')])).toEqual({
        done: false,
        reason: 'NOT_FOUND',
      });
      expect(await store.takeOut(cartIdHash(cart.id), 'ord_late', [])).toBe('not-found');
      const user = newUser();
      const own = await store.openForUser(user);
      await under.expire(own.id);
      expect(await store.getOfUser(user)).toBeUndefined();
      expect((await store.openForUser(user)).id).not.toBe(own.id);
      await store.removeExpired();
    });

    test('merging moves the lines by policy, ends the guest id and may be repeated', async () => {
      const expected: Record<CartMergePolicy, Record<string, number>> = {
        SUM: { a: 5, b: 1, c: 4 },
        MAX: { a: 3, b: 1, c: 4 },
        KEEP_GUEST: { a: 3, c: 4 },
        KEEP_USER: { a: 2, b: 1 },
      };
      for (const policy of Object.values(CartMergePolicy)) {
        const user = newUser();
        const own = await store.openForUser(user);
        ok(await store.addLines({ cartId: own.id, userId: user }, [piece('a', 2), piece('b')]));
        const guest = await guestWith(piece('a', 3), piece('c', 4));
        const merged = ok(await store.merge(guest.id, user, policy));
        expect(merged).toMatchObject({ id: own.id, userId: user });
        expect(content(merged), policy).toEqual(expected[policy]);
        expect(await store.get({ cartId: guest.id })).toBeUndefined();
        expect(ok(await store.merge(guest.id, user, policy))).toEqual(merged);
        expect(await store.merge(guest.id, newUser(), policy)).toEqual({
          done: false,
          reason: 'NOT_FOUND',
        });
        expect(ok(await store.merge(own.id, user, policy)).lines).toEqual(merged.lines);
      }
      expect(await store.merge(newCartId(), newUser(), CartMergePolicy.SUM)).toEqual({
        done: false,
        reason: 'NOT_FOUND',
      });
      const stranger = await store.openForUser(newUser());
      expect(await store.merge(stranger.id, newUser(), CartMergePolicy.SUM)).toEqual({
        done: false,
        reason: 'NOT_FOUND',
      });
    });

    test('two devices that merge the same cart at once, while others add, count every piece once', async () => {
      const user = newUser();
      const guest = await guestWith(piece('a', 3), piece('b', 1));
      const own = await store.openForUser(user);
      const merges = Array.from({ length: 4 }, () =>
        store.merge(guest.id, user, CartMergePolicy.SUM).then(ok),
      );
      const adds = Array.from({ length: 4 }, () =>
        store.addLines({ cartId: own.id, userId: user }, [piece('a')]).then(ok),
      );
      await Promise.all([...merges, ...adds]);
      expect(content(await store.getOfUser(user))).toEqual({ a: 7, b: 1 });
    });

    test('a merge cuts to the limits instead of failing the login', async () => {
      const user = newUser();
      const own = await store.openForUser(user);
      const key = { cartId: own.id, userId: user };
      ok(
        await store.addLines(
          key,
          Array.from({ length: MAX_LINES - 1 }, (_, n) => piece(`v${n}`, MAX_QUANTITY)),
        ),
      );
      const guest = await guestWith(piece('v0'), piece('x'), piece('y'));
      const merged = ok(await store.merge(guest.id, user, CartMergePolicy.SUM));
      expect(merged.lines).toHaveLength(MAX_LINES);
      expect(content(merged)).toMatchObject({ v0: MAX_QUANTITY, x: 1 });
    });

    test('ordered quantities leave once, what was added meanwhile stays', async () => {
      const cart = await guestWith(piece('a', 2), piece('b', 1));
      const hash = cartIdHash(cart.id);
      ok(await store.addLines({ cartId: cart.id }, [piece('a', 3), piece('c')]));
      const order = [
        { variantId: 'a', quantity: 2 },
        { variantId: 'b', quantity: 1 },
        { variantId: 'never', quantity: 1 },
      ];
      const results = await Promise.all(
        Array.from({ length: 5 }, () => store.takeOut(hash, 'ord_1', order)),
      );
      expect(results.toSorted()).toEqual(['repeated', 'repeated', 'repeated', 'repeated', 'taken']);
      expect(content(await store.get({ cartId: cart.id }))).toEqual({ a: 3, c: 1 });
      expect(await store.takeOut(hash, 'ord_2', [{ variantId: 'a', quantity: 5 }])).toBe('taken');
      expect(content(await store.get({ cartId: cart.id }))).toEqual({ c: 1 });
      expect(await store.takeOut(cartIdHash(newCartId()), 'ord_3', order)).toBe('not-found');
    });

    test('an order from a guest cart that was merged meanwhile leaves the merged cart, once', async () => {
      const user = newUser();
      const guest = await guestWith(piece('a', 2), piece('b', 2));
      await store.takeOut(cartIdHash(guest.id), 'ord_early', [{ variantId: 'b', quantity: 1 }]);
      ok(await store.merge(guest.id, user, CartMergePolicy.SUM));
      const hash = cartIdHash(guest.id);
      expect(await store.takeOut(hash, 'ord_early', [{ variantId: 'b', quantity: 1 }])).toBe(
        'repeated',
      );
      expect(await store.takeOut(hash, 'ord_late', [{ variantId: 'a', quantity: 2 }])).toBe(
        'taken',
      );
      expect(content(await store.getOfUser(user))).toEqual({ b: 1 });
      const kept = newUser();
      ok(
        await store.addLines({ cartId: (await store.openForUser(kept)).id, userId: kept }, [
          piece('a'),
        ]),
      );
      const left = await guestWith(piece('a'));
      ok(await store.merge(left.id, kept, CartMergePolicy.KEEP_USER));
      expect(
        await store.takeOut(cartIdHash(left.id), 'ord_left', [{ variantId: 'a', quantity: 1 }]),
      ).toBe('not-found');
      expect(content(await store.getOfUser(kept))).toEqual({ a: 1 });
    });

    test('a variant that is gone leaves all carts, a user that is gone takes his cart along', async () => {
      const one = await guestWith(piece('doomed'), piece('stays'));
      const two = await guestWith(piece('doomed', 3));
      expect(await store.dropVariants(['doomed', 'unknown'])).toBe(2);
      expect(await store.dropVariants([])).toBe(0);
      expect(content(await store.get({ cartId: one.id }))).toEqual({ stays: 1 });
      expect((await store.get({ cartId: two.id }))?.version).toBe(two.version + 1);
      const user = newUser();
      await store.openForUser(user);
      await store.dropUser(user);
      expect(await store.getOfUser(user)).toBeUndefined();
    });
  });
}
