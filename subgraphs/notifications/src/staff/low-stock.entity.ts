import { defineEntity, p } from '@mikro-orm/core';

/** A variant that has been low in stock, since when, and in which report staff were told. */
export const LowStock = defineEntity({
  name: 'LowStock',
  tableName: 'low_stock',
  properties: {
    variantId: p.text().primary(),
    /** Of STOCK_CHANGED. */
    version: p.integer(),
    available: p.integer(),
    isLow: p.boolean(),
    fellAt: p.datetime().columnType('timestamptz'),
    /** Null until staff are told, and again when it rose. */
    reportId: p.text().nullable(),
  },
});
