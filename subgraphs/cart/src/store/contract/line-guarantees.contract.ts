import { expect, test } from 'vitest';
import { MAX_LINES, MAX_QUANTITY } from '../limits.js';
import { type CartStoreTest, content, guestWith, ok, piece } from './cart-store-test.contract.js';

/** What happens to the lines of one cart. */
export function testLines({ store }: CartStoreTest): void {
  test('parallel adds are never lost', async () => {
    const { id } = await store().create();
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        store()
          .addLines({ cartId: id }, [piece('same'), piece(`own_${n}`)])
          .then(ok),
      ),
    );
    const cart = (await store().get({ cartId: id }))!;
    expect(content(cart)['same']).toBe(40);
    expect(cart.lines).toHaveLength(41);
    expect(cart.version).toBe(41);
  });

  test('lines keep their order, id, first price and name; equal variants of one call are summed', async () => {
    const cart = await guestWith(store(), piece('b', 1, 700), piece('a', 2), piece('b', 3, 900));
    expect(cart.lines.map((line) => [line.variantId, line.quantity])).toEqual([
      ['b', 4],
      ['a', 2],
    ]);
    const again = ok(
      await store().addLines({ cartId: cart.id }, [{ ...piece('b', 1, 999), name: 'New' }]),
    );
    expect(again.lines[0]).toEqual({ ...cart.lines[0], quantity: 5 });
    expect(again.lines[0]).toMatchObject({
      priceWhenAdded: { minor: 700, currency: 'EUR' },
      name: 'Name of b',
      sku: 'B',
    });
    expect((await store().get({ cartId: cart.id }))?.lines).toEqual(again.lines);
  });

  test('quantities are set and lines removed together or not at all', async () => {
    const cart = await guestWith(store(), piece('a'), piece('b'), piece('c'));
    const [a, b, c] = cart.lines.map((line) => line.id) as [string, string, string];
    const key = { cartId: cart.id };
    expect(
      content(
        ok(
          await store().setQuantities(key, [
            { lineId: a, quantity: 7 },
            { lineId: c, quantity: 2 },
          ]),
        ),
      ),
    ).toEqual({ a: 7, b: 1, c: 2 });
    expect(
      await store().setQuantities(key, [
        { lineId: a, quantity: 9 },
        { lineId: 'crl_x', quantity: 1 },
      ]),
    ).toEqual({ done: false, reason: 'LINE_NOT_FOUND' });
    expect(await store().removeLines(key, [b, 'crl_x'])).toEqual({
      done: false,
      reason: 'LINE_NOT_FOUND',
    });
    expect(content(await store().get(key))).toEqual({ a: 7, b: 1, c: 2 });
    const other = await guestWith(store(), piece('z'));
    expect(await store().removeLines(key, [other.lines[0]!.id])).toEqual({
      done: false,
      reason: 'LINE_NOT_FOUND',
    });
    expect(content(ok(await store().removeLines(key, [b, b])))).toEqual({ a: 7, c: 2 });
    expect(content(ok(await store().clear(key)))).toEqual({});
  });

  test('the limits of lines and units hold and a refused add leaves nothing behind', async () => {
    const many = Array.from({ length: MAX_LINES }, (_, n) => piece(`v${n}`));
    const cart = await guestWith(store(), ...many);
    const key = { cartId: cart.id };
    expect(await store().addLines(key, [piece('v0', 5), piece('one_more')])).toEqual({
      done: false,
      reason: 'TOO_MANY_LINES',
    });
    expect(await store().addLines(key, [piece('v0', MAX_QUANTITY)])).toEqual({
      done: false,
      reason: 'QUANTITY_TOO_LARGE',
    });
    expect(await store().get(key)).toEqual(cart);
  });
}
