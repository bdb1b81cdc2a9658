import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * What orders asked to have returned; `placed` of it are refunds, the rest waits for money that was
 * not captured yet. Amounts in minor units.
 */
@Entity({ tableName: 'refund_request' })
export class RefundRequestRow {
  [OptionalProps]?: 'placed' | 'createdAt';

  /** The refundId of orders. */
  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: new BigIntType('number') })
  placed!: number;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}
