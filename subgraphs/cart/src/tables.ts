import { ruleEntities } from '@emporium/pricing-replica/pricing-rule.entity';
import { typedQuery } from '@emporium/db/typed-query';
import { ProductReplica, StockReplica } from './product/product-replica.entity.js';
import { CustomerOrder } from './customer/customer-order.entity.js';
import { CartAlias, CartLineRow, CartRow } from './store/pg/cart.entity.js';

/** All tables of cart: those of the carts are used when no Redis keeps them. */
export const entities = {
  CartRow,
  CartLineRow,
  CartAlias,
  ProductReplica,
  StockReplica,
  CustomerOrder,
  ...ruleEntities,
};

/** Starts a typed statement on the tables of cart. */
export const query = typedQuery(entities);
