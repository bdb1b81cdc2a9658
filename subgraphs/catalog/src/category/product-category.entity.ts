import { defineEntity, p } from '@mikro-orm/core';

/** Assignment of a product to a category. */
export const ProductCategory = defineEntity({
  name: 'ProductCategory',
  tableName: 'product_category',
  properties: {
    productId: p.text().primary(),
    categoryId: p.text().primary(),
    /** Order among the categories of the product, from 0. */
    position: p.integer().default(0),
  },
});
