import { money } from '@emporium/money/money';
import type { CartStore, CartWrite, StoredCart, StoredLine } from '../cart-store.js';

/** A store under test; `expire` makes a cart's time run out as the store's clock sees it. */
export interface CartStoreUnderTest {
  store: CartStore;
  expire(cartId: string): Promise<void>;
  close(): Promise<void>;
}

/** What the tests of one store share: the store is there when a test runs. */
export interface CartStoreTest {
  under(): CartStoreUnderTest;
  store(): CartStore;
}

/** A line of this variant. */
export const piece = (variantId: string, quantity = 1, minor = 1_000): Omit<StoredLine, 'id'> => ({
  variantId,
  quantity,
  priceWhenAdded: money(minor, 'EUR'),
  name: `Name of ${variantId}`,
  sku: variantId.toUpperCase(),
});
/** Quantities by variant. */
export const content = (cart: StoredCart | undefined) =>
  Object.fromEntries((cart?.lines ?? []).map((line) => [line.variantId, line.quantity]));
/** The cart of a write that was done. */
export const ok = (write: CartWrite): StoredCart => {
  if (!write.done) throw new Error(`refused: ${write.reason}`);
  return write.cart;
};
let users = 0;
/** A user that no other test has. */
export const newUser = () => `usr_contract_${++users}`;

/** A guest's cart with these lines. */
export const guestWith = async (store: CartStore, ...lines: Omit<StoredLine, 'id'>[]) =>
  ok(await store.addLines({ cartId: (await store.create()).id }, lines));
