import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Directive, Field, Int, ObjectType } from 'type-graphql';

/**
 * Largest number of units that a storefront is told; the exact stock of a shop is nobody's
 * business.
 */
const MAX_SHOWN = 1_000;

@ObjectType('Availability', { description: 'What a buyer may know about the stock of a variant.' })
export class Availability {
  @Field(() => Boolean, { description: 'At least one unit can be ordered.' })
  inStock!: boolean;
  @Field(() => Int, {
    description: 'Most units that can be ordered now; 1000 stands for 1000 or more.',
  })
  maxOrderable!: number;
}

@Directive('@tag(name: "admin")')
@Entity({ tableName: 'stock' })
@ObjectType('Stock', { description: 'Stock of a variant.' })
export class Stock {
  [OptionalProps]?: 'onHand' | 'reserved' | 'version';

  @PrimaryKey({ type: 'text' })
  variantId!: string;
  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Units in the house.' })
  onHand!: number;
  @Property({ type: 'integer' })
  @Field(() => Int, { description: 'Units held for orders that are not paid yet.' })
  reserved!: number;
  /** Counts the changes of what can be ordered. */
  @Property({ type: 'integer' })
  version!: number;
  @Field(() => Int, {
    description: 'Units that can be ordered: on hand without the reserved ones.',
  })
  get available(): number {
    return this.onHand - this.reserved;
  }
}

/** What a storefront may know of a stock. */
export function availabilityOf(stock: Stock): Availability {
  return { inStock: stock.available > 0, maxOrderable: Math.min(stock.available, MAX_SHOWN) };
}
