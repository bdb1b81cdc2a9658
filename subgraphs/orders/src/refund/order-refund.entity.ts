import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/** Money of an order that goes back for some of its lines. Amounts in minor units. */
@Entity({ tableName: 'order_refund' })
export class OrderRefundRow {
  [OptionalProps]?: 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'text', nullable: true })
  returnId!: string | null;
  /** Of the lines and the shipping. */
  @Property({ type: new BigIntType('number') })
  amount!: number;
  @Property({ type: new BigIntType('number') })
  shipping!: number;
  @Property({ type: 'text' })
  reason!: string;
  @Property({ type: 'text' })
  actor!: string;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
}

/** What of a refund is for which line. */
@Entity({ tableName: 'order_refund_line' })
export class OrderRefundLineRow {
  @PrimaryKey({ type: 'text' })
  refundId!: string;
  @PrimaryKey({ type: 'text' })
  orderLineId!: string;
  @Property({ type: 'integer' })
  quantity!: number;
  @Property({ type: new BigIntType('number') })
  amount!: number;
}
