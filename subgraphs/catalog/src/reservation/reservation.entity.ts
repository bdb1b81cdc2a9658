import { defineEntity, p } from '@mikro-orm/core';
import type { ReservationState } from './reservation.type.js';

/** The units held for one order. */
export const Reservation = defineEntity({
  name: 'Reservation',
  tableName: 'reservation',
  properties: {
    orderId: p.text().primary(),
    id: p.text(),
    state: p.text().$type<ReservationState>(),
    expiresAt: p.datetime(3),
    createdAt: p.datetime(3).defaultRaw('now()'),
    confirmedAt: p.datetime(3).nullable(),
    releasedAt: p.datetime(3).nullable(),
    /** When the sweeper last asked orders about it. */
    askedAt: p.datetime(3).nullable(),
  },
});

/**
 * Held units of one variant with their quote: a repeated call gets the same prices, whatever they
 * are by then.
 */
export const ReservationLine = defineEntity({
  name: 'ReservationLine',
  tableName: 'reservation_line',
  properties: {
    orderId: p.text().primary(),
    variantId: p.text().primary(),
    quantity: p.integer(),
    unitPrice: p.bigint('number'),
    currency: p.character().length(3),
    productName: p.text(),
    variantName: p.text(),
    sku: p.text(),
    imageAssetId: p.text().nullable(),
    /** Null in holds from before it was kept. */
    productId: p.text().nullable(),
    /** With all their ancestors, by id. */
    categoryIds: p.array<string>().columnType('text[]').default([]),
    taxCategory: p.text().nullable(),
    weightGrams: p.integer().nullable(),
  },
});
