import { defineEntity, p } from '@mikro-orm/core';

/** A promotion that an order uses: it counts until it is given back. */
export const Redemption = defineEntity({
  name: 'Redemption',
  tableName: 'redemption',
  properties: {
    orderId: p.text().primary(),
    promotionId: p.text().primary(),
    /** The code that opened it; null: automatic. */
    codeId: p.text().nullable(),
    /** Keyed hash of the buyer (see customer-hash.ts). */
    customerHash: p.text().nullable(),
    givenBackAt: p.datetime(6).nullable(),
    createdAt: p.datetime(6).defaultRaw('now()'),
  },
});

/**
 * How often something with a limit is used: a promotion, a code, a promotion by one customer. Made
 * with its first use under a limit; equals the redemptions that count.
 */
export const RedemptionCounter = defineEntity({
  name: 'RedemptionCounter',
  tableName: 'redemption_counter',
  properties: {
    id: p.text().primary(),
    used: p.integer(),
    /** The limit by which it was raised last. */
    most: p.integer(),
  },
});
