import { defineEntity, p } from '@mikro-orm/core';
import type { Delivery } from '../cart-store.js';

const texts = () => p.array<string>().columnType('text[]');
const timestamp = () => p.datetime().columnType('timestamptz');

/** A cart of a guest or a user. */
export const CartRow = defineEntity({
  name: 'CartRow',
  tableName: 'cart',
  properties: {
    id: p.text().primary(),
    /** sha256 of the id, which is a secret: ORDER_PAID names the cart by it. */
    idHash: p.text(),
    userId: p.text().nullable(),
    version: p.integer().default(1),
    discountCodes: texts().default([]),
    /** Null: nothing is known yet. */
    delivery: p.json<Delivery>().nullable(),
    /** Orders that were taken out of the cart already. */
    takenOrders: texts().default([]),
    createdAt: timestamp().defaultRaw('now()'),
    expiresAt: timestamp(),
  },
});

/** A variant in a cart, with its price when it was added, in minor units. */
export const CartLineRow = defineEntity({
  name: 'CartLineRow',
  tableName: 'cart_line',
  properties: {
    cartId: p.text().primary(),
    variantId: p.text().primary(),
    id: p.text(),
    /** Order of the lines; given by the database. */
    position: p.bigint('number').autoincrement(),
    quantity: p.integer(),
    priceMinor: p.bigint('number'),
    priceCurrency: p.character().length(3),
    name: p.text(),
    sku: p.text(),
  },
});

/**
 * Where a merged guest cart went: its merge may be repeated, and an order placed from it may be
 * paid later.
 */
export const CartAlias = defineEntity({
  name: 'CartAlias',
  tableName: 'cart_alias',
  properties: { idHash: p.text().primary(), cartId: p.text(), hasLines: p.boolean() },
});
