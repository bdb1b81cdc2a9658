import { ruleEntities } from '@emporium/pricing-replica/pricing-rule.entity';
import { typedQuery } from '@emporium/db/typed-query';
import { Category } from './category/category.entity.js';
import { ProductCategory } from './category/product-category.entity.js';
import { ProductImage } from './image/product-image.entity.js';
import { ProductRepublish } from './product/product-republish.entity.js';
import { Product } from './product/product.entity.js';
import { Reservation, ReservationLine } from './reservation/reservation.entity.js';
import { StockMovement } from './stock/stock-movement.entity.js';
import { Stock } from './stock/stock.type.js';
import { ProductVariant } from './variant/variant.entity.js';

/** All tables of catalog. */
export const entities = {
  Product,
  ProductVariant,
  ProductImage,
  ProductRepublish,
  Category,
  ProductCategory,
  Stock,
  StockMovement,
  Reservation,
  ReservationLine,
  ...ruleEntities,
};

/** Starts a typed statement on the tables of catalog. */
export const query = typedQuery(entities);
