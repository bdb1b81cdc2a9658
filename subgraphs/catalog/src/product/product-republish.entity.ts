import { defineEntity, p } from '@mikro-orm/core';

/** A product whose event is due again because its category path changed. */
export const ProductRepublish = defineEntity({
  name: 'ProductRepublish',
  tableName: 'product_republish',
  properties: { productId: p.text().primary() },
});
