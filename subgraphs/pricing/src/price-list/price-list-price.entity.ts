import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Price of a variant in a price list, from a quantity on. */
@Entity({ tableName: 'price_list_price' })
export class PriceListPrice {
  @PrimaryKey({ type: 'text' })
  listId!: string;

  @PrimaryKey({ type: 'text' })
  variantId!: string;

  @PrimaryKey({ type: 'integer' })
  fromQuantity!: number;

  @Property({ type: new BigIntType('number') })
  minor!: number;
}
