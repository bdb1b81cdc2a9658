import type { Money } from '@emporium/money/money';
import type { CartMergePolicy } from './merge-lines.js';

/** A line as it is stored; a cart has at most one line per variant. */
export interface StoredLine {
  /** `crl_…`, unique over all carts. */
  id: string;
  variantId: string;
  quantity: number;
  /** Unit price that the shopper saw when the line came in. */
  priceWhenAdded: Money;
  /** Name and sku at that time, for the day when neither catalog nor replica knows the variant. */
  name: string;
  sku: string;
}

/** Where and how the goods are to be sent, as far as the shopper has told. */
export interface Delivery {
  /** What taxes and shipping look at of an address. */
  destination: { country: string; region: string | null; postalCode: string | null } | null;
  shippingMethodId: string | null;
  /** Checked against the country of the destination. */
  vatNumber: string | null;
  /** Currency that the cart was opened in; missing: the shop's own. */
  currency?: string;
}

/** Nothing is known yet. */
export const NO_DELIVERY: Delivery = { destination: null, shippingMethodId: null, vatNumber: null };

export interface StoredCart {
  /** `crt_` + 128 random bits: the secret that opens a guest's cart. */
  id: string;
  /** The owner, or null for a guest's cart. */
  userId: string | null;
  /** Grows with every write. */
  version: number;
  expiresAt: Date;
  createdAt: Date;
  discountCodes: string[];
  delivery: Delivery;
  /** Oldest first. */
  lines: StoredLine[];
}

/**
 * Which cart is meant and who asks: a guest's cart opens for everyone who knows its id, a user's
 * cart for its user only.
 */
export interface CartKey {
  cartId: string;
  userId?: string | undefined;
}

/** Why a write changed nothing. Someone else's cart is NOT_FOUND like a missing or expired one. */
export type CartRejection =
  'NOT_FOUND' | 'LINE_NOT_FOUND' | 'TOO_MANY_LINES' | 'QUANTITY_TOO_LARGE';

/** A write happens completely, or not at all with the reason. */
export type CartWrite = { done: true; cart: StoredCart } | { done: false; reason: CartRejection };

/** What left a cart after payment; `repeated` = this order was taken out before. */
export type TakeOutResult = 'taken' | 'repeated' | 'not-found';

/**
 * Keeps carts. Every operation is one atomic step for one cart, so parallel writers lose nothing;
 * each write bumps the version and moves the expiry to CART_TTL_SECONDS from now on the store's
 * clock. Expired carts are missing. All methods reject when the store is away.
 */
export interface CartStore {
  readonly kind: 'pg' | 'redis';
  /** Creates a guest's empty cart. */
  create(): Promise<StoredCart>;
  /** The user's cart, created empty when missing; parallel calls get the same one. */
  openForUser(userId: string): Promise<StoredCart>;
  get(key: CartKey): Promise<StoredCart | undefined>;
  /** The cart of a user, without creating one. */
  getOfUser(userId: string): Promise<StoredCart | undefined>;
  /** The cart whoever owns it; only for services that were given the id. */
  getForService(cartId: string): Promise<StoredCart | undefined>;
  /**
   * Adds quantities to lines, or new lines. Lines of one variant are summed; a line that exists
   * keeps its id, price and name.
   */
  addLines(key: CartKey, lines: readonly Omit<StoredLine, 'id'>[]): Promise<CartWrite>;
  /** Sets quantities (> 0) of lines. */
  setQuantities(
    key: CartKey,
    changes: readonly { lineId: string; quantity: number }[],
  ): Promise<CartWrite>;
  removeLines(key: CartKey, lineIds: readonly string[]): Promise<CartWrite>;
  /** Takes out all lines; codes and delivery stay. */
  clear(key: CartKey): Promise<CartWrite>;
  setDiscountCodes(key: CartKey, codes: readonly string[]): Promise<CartWrite>;
  setDelivery(key: CartKey, delivery: Delivery): Promise<CartWrite>;
  /**
   * Moves a guest's cart into the user's (created when missing) and ends the guest's id, in one
   * step. Codes and delivery of the user's cart stay; where it has none, the guest's come along. The same guest cart again, or the user's own cart, changes nothing and succeeds. Lines
   * beyond the limit of lines are left out, quantities are cut to the limit.
   */
  merge(guestCartId: string, userId: string, policy: CartMergePolicy): Promise<CartWrite>;
  /**
   * Takes ordered quantities out of the cart whose id has this sha256 (or into which that cart was
   * merged), once per order: the order id is recorded in the same step. What was added beyond the
   * ordered quantity stays.
   */
  takeOut(
    cartIdHash: string,
    orderId: string,
    lines: readonly { variantId: string; quantity: number }[],
  ): Promise<TakeOutResult>;
  /**
   * Removes the variants from all carts (their product is gone). Returns the number of lines
   * removed.
   */
  dropVariants(variantIds: readonly string[]): Promise<number>;
  /** Removes the user's cart. */
  dropUser(userId: string): Promise<void>;
  /**
   * Frees the room of expired carts; returns how many. A store that expires by itself does nothing.
   */
  removeExpired(): Promise<number>;
  ping(): Promise<void>;
  close(): Promise<void>;
}
