import { expect, test } from 'vitest';
import { NO_DELIVERY } from '../cart-store.js';
import { cartIdHash, newCartId } from '../cart-id.js';
import { MAX_LINES, MAX_QUANTITY } from '../limits.js';
import { CartMergePolicy } from '../merge-lines.js';
import {
  type CartStoreTest,
  content,
  guestWith,
  newUser,
  ok,
  piece,
} from './cart-store-test.contract.js';

/** What moves between carts and out of them. */
export function testMoves({ store }: CartStoreTest): void {
  test('merging moves the lines by policy, ends the guest id and may be repeated', async () => {
    const expected: Record<CartMergePolicy, Record<string, number>> = {
      SUM: { a: 5, b: 1, c: 4 },
      MAX: { a: 3, b: 1, c: 4 },
      KEEP_GUEST: { a: 3, c: 4 },
      KEEP_USER: { a: 2, b: 1 },
    };
    for (const policy of Object.values(CartMergePolicy)) {
      const user = newUser();
      const own = await store().openForUser(user);
      ok(await store().addLines({ cartId: own.id, userId: user }, [piece('a', 2), piece('b')]));
      const guest = await guestWith(store(), piece('a', 3), piece('c', 4));
      const merged = ok(await store().merge(guest.id, user, policy));
      expect(merged).toMatchObject({ id: own.id, userId: user });
      expect(content(merged), policy).toEqual(expected[policy]);
      expect(await store().get({ cartId: guest.id })).toBeUndefined();
      expect(ok(await store().merge(guest.id, user, policy))).toEqual(merged);
      expect(await store().merge(guest.id, newUser(), policy)).toEqual({
        done: false,
        reason: 'NOT_FOUND',
      });
      expect(ok(await store().merge(own.id, user, policy)).lines).toEqual(merged.lines);
    }
    expect(await store().merge(newCartId(), newUser(), CartMergePolicy.SUM)).toEqual({
      done: false,
      reason: 'NOT_FOUND',
    });
    const stranger = await store().openForUser(newUser());
    expect(await store().merge(stranger.id, newUser(), CartMergePolicy.SUM)).toEqual({
      done: false,
      reason: 'NOT_FOUND',
    });
  });

  test('codes and delivery are kept with the cart, and a merge brings those that the user had not', async () => {
    const guest = await guestWith(store(), piece('a'));
    const key = { cartId: guest.id };
    expect(guest).toMatchObject({ discountCodes: [], delivery: NO_DELIVERY });
    const delivery = {
      destination: { country: 'DE', region: null, postalCode: '10115' },
      shippingMethodId: 'shm_"1"',
      vatNumber: 'DE136695976',
    };
    ok(await store().setDiscountCodes(key, ['SAVE']));
    const told = ok(await store().setDelivery(key, delivery));
    expect(told).toMatchObject({ version: guest.version + 2, discountCodes: ['SAVE'], delivery });
    expect(await store().get(key)).toEqual(told);
    const first = newUser();
    const taken = ok(await store().merge(guest.id, first, CartMergePolicy.SUM));
    expect(taken).toMatchObject({ discountCodes: ['SAVE'], delivery });
    const other = await guestWith(store(), piece('b'));
    const abroad = { ...delivery, destination: { ...delivery.destination, country: 'FR' } };
    ok(await store().setDelivery({ cartId: other.id }, abroad));
    ok(await store().setDiscountCodes({ cartId: other.id }, ['OTHER']));
    const kept = ok(await store().merge(other.id, first, CartMergePolicy.SUM));
    expect(kept).toMatchObject({ discountCodes: ['SAVE'], delivery });
    expect(await store().setDelivery({ cartId: newCartId() }, delivery)).toEqual({
      done: false,
      reason: 'NOT_FOUND',
    });
  });

  test('two devices that merge the same cart at once, while others add, count every piece once', async () => {
    const user = newUser();
    const guest = await guestWith(store(), piece('a', 3), piece('b', 1));
    const own = await store().openForUser(user);
    const merges = Array.from({ length: 4 }, () =>
      store().merge(guest.id, user, CartMergePolicy.SUM).then(ok),
    );
    const adds = Array.from({ length: 4 }, () =>
      store()
        .addLines({ cartId: own.id, userId: user }, [piece('a')])
        .then(ok),
    );
    await Promise.all([...merges, ...adds]);
    expect(content(await store().getOfUser(user))).toEqual({ a: 7, b: 1 });
  });

  test('a merge cuts to the limits instead of failing the login', async () => {
    const user = newUser();
    const own = await store().openForUser(user);
    const key = { cartId: own.id, userId: user };
    ok(
      await store().addLines(
        key,
        Array.from({ length: MAX_LINES - 1 }, (_, n) => piece(`v${n}`, MAX_QUANTITY)),
      ),
    );
    const guest = await guestWith(store(), piece('v0'), piece('x'), piece('y'));
    const merged = ok(await store().merge(guest.id, user, CartMergePolicy.SUM));
    expect(merged.lines).toHaveLength(MAX_LINES);
    expect(content(merged)).toMatchObject({ v0: MAX_QUANTITY, x: 1 });
  });

  test('ordered quantities leave once, what was added meanwhile stays', async () => {
    const cart = await guestWith(store(), piece('a', 2), piece('b', 1));
    const hash = cartIdHash(cart.id);
    ok(await store().addLines({ cartId: cart.id }, [piece('a', 3), piece('c')]));
    const order = [
      { variantId: 'a', quantity: 2 },
      { variantId: 'b', quantity: 1 },
      { variantId: 'never', quantity: 1 },
    ];
    const results = await Promise.all(
      Array.from({ length: 5 }, () => store().takeOut(hash, 'ord_1', order)),
    );
    expect(results.toSorted()).toEqual(['repeated', 'repeated', 'repeated', 'repeated', 'taken']);
    expect(content(await store().get({ cartId: cart.id }))).toEqual({ a: 3, c: 1 });
    expect(await store().takeOut(hash, 'ord_2', [{ variantId: 'a', quantity: 5 }])).toBe('taken');
    expect(content(await store().get({ cartId: cart.id }))).toEqual({ c: 1 });
    expect(await store().takeOut(cartIdHash(newCartId()), 'ord_3', order)).toBe('not-found');
  });

  test('an order from a guest cart that was merged meanwhile leaves the merged cart, once', async () => {
    const user = newUser();
    const guest = await guestWith(store(), piece('a', 2), piece('b', 2));
    await store().takeOut(cartIdHash(guest.id), 'ord_early', [{ variantId: 'b', quantity: 1 }]);
    ok(await store().merge(guest.id, user, CartMergePolicy.SUM));
    const hash = cartIdHash(guest.id);
    expect(await store().takeOut(hash, 'ord_early', [{ variantId: 'b', quantity: 1 }])).toBe(
      'repeated',
    );
    expect(await store().takeOut(hash, 'ord_late', [{ variantId: 'a', quantity: 2 }])).toBe(
      'taken',
    );
    expect(content(await store().getOfUser(user))).toEqual({ b: 1 });
    const kept = newUser();
    ok(
      await store().addLines({ cartId: (await store().openForUser(kept)).id, userId: kept }, [
        piece('a'),
      ]),
    );
    const left = await guestWith(store(), piece('a'));
    ok(await store().merge(left.id, kept, CartMergePolicy.KEEP_USER));
    expect(
      await store().takeOut(cartIdHash(left.id), 'ord_left', [{ variantId: 'a', quantity: 1 }]),
    ).toBe('not-found');
    expect(content(await store().getOfUser(kept))).toEqual({ a: 1 });
  });
}
