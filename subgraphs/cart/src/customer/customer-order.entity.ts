import { defineEntity, p } from '@mikro-orm/core';

/** An order of a user: promotions for first orders ask whether there is one. */
export const CustomerOrder = defineEntity({
  name: 'CustomerOrder',
  tableName: 'customer_order',
  properties: {
    orderId: p.text().primary(),
    userId: p.text(),
    version: p.integer(),
    isCancelled: p.boolean(),
  },
});
