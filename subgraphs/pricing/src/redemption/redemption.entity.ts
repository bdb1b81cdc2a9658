import { OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** A promotion or code that an order used: counted once, and no longer when it was given back. */
@Entity({ tableName: 'redemption' })
export class Redemption {
  [OptionalProps]?: 'isGivenBack';

  @PrimaryKey({ type: 'text' })
  orderId!: string;

  @PrimaryKey({ type: 'text' })
  ruleId!: string;

  @Property({ type: 'boolean' })
  isGivenBack: boolean = false;

  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
