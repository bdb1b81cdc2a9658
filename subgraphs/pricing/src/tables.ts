import { typedQuery } from '@emporium/db/typed-query';
import { PriceListPrice } from './price-list/price-list-price.entity.js';
import { Redemption } from './redemption/redemption.entity.js';
import { Rule } from './rule/rule.entity.js';

/** All tables of pricing. */
export const entities = { Rule, PriceListPrice, Redemption };

/** Starts a typed statement on the tables of pricing. */
export const query = typedQuery(entities);
