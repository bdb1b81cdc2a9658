import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';

/**
 * One variant of an order; name, sku, image and price are frozen when the order is confirmed.
 * Amounts in minor units.
 */
@Entity({ tableName: 'order_line' })
export class OrderLineRow {
  [OptionalProps]?:
    | 'discount'
    | 'tax'
    | 'fulfilledQuantity'
    | 'cancelledQuantity'
    | 'returnedQuantity'
    | 'refundedQuantity'
    | 'refunded';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  orderId!: string;
  @Property({ type: 'integer' })
  position!: number;
  @Property({ type: 'text' })
  variantId!: string;
  @Property({ type: 'text', nullable: true })
  productId!: string | null;
  @Property({ type: 'integer' })
  quantity!: number;
  @Property({ type: 'text', nullable: true })
  sku!: string | null;
  @Property({ type: 'text', nullable: true })
  productName!: string | null;
  @Property({ type: 'text', nullable: true })
  variantName!: string | null;
  @Property({ type: 'text', nullable: true })
  imageAssetId!: string | null;
  @Property({ type: new BigIntType('number') })
  unitPrice!: number;
  /** Price of one unit that staff gave the line, as the shop states prices; null: by the rules. */
  @Property({ type: new BigIntType('number'), nullable: true })
  fixedPrice!: number | null;
  @Property({ type: new BigIntType('number') })
  discount!: number;
  @Property({ type: new BigIntType('number') })
  tax!: number;
  @Property({ type: new BigIntType('number') })
  total!: number;
  /** Rate of its tax, e.g. "0.19"; null: none. */
  @Property({ type: 'text', nullable: true })
  taxRate!: string | null;
  @Property({ type: 'text', nullable: true })
  taxName!: string | null;
  /** Units in parcels that were not cancelled. */
  @Property({ type: 'integer' })
  fulfilledQuantity!: number;
  /** Units that were paid and will not be sent. */
  @Property({ type: 'integer' })
  cancelledQuantity!: number;
  /** Units that were sent and came back. */
  @Property({ type: 'integer' })
  returnedQuantity!: number;
  /** Units whose share of the total went back, cancelled and returned ones together. */
  @Property({ type: 'integer' })
  refundedQuantity!: number;
  /** What of the total went back. */
  @Property({ type: new BigIntType('number') })
  refunded!: number;
}
