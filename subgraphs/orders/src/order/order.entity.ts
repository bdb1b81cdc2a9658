import type { PostalAddress } from '@emporium/graphql/address.type';
import { BigIntType, OptionalProps } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { OrderStatus, StoredStatus } from './order-status.js';

/** Tax of an order by rate; amounts in minor units of the order's currency. */
export interface StoredTaxLine {
  name: string;
  rate: string;
  base: number;
  amount: number;
}

/** A promotion that took something off an order. */
export interface StoredDiscount {
  promotionId: string;
  name: string;
  codeId: string | null;
  code: string | null;
  amount: number;
}

/** The way of delivery that was chosen, with its amounts; `total` is part of the order's total. */
export interface StoredShippingMethod {
  methodId: string;
  name: string;
  description: string | null;
  isPickup: boolean;
  minDays: number | null;
  maxDays: number | null;
  price: number;
  discount: number;
  tax: number;
  total: number;
  taxLines: StoredTaxLine[];
}

/**
 * An order, and while PLACING or REJECTED the log of its placement. Status, version and history
 * change together, by changeStatus alone; amounts are minor units of `currency`.
 */
@Entity({ tableName: 'orders' })
export class OrderRow {
  [OptionalProps]?:
    | 'version'
    | 'historyCount'
    | 'subtotal'
    | 'discount'
    | 'shipping'
    | 'tax'
    | 'total'
    | 'taxLines'
    | 'discountCodes'
    | 'pricesIncludeTax'
    | 'isReverseCharge'
    | 'discounts'
    | 'tags'
    | 'parcels'
    | 'shippingRefunded'
    | 'invoiced'
    | 'covered'
    | 'editedBy'
    | 'editRefunded'
    | 'paymentRound'
    | 'createdAt';

  @PrimaryKey({ type: 'text' })
  id!: string;
  @Property({ type: 'text' })
  status!: StoredStatus;
  @Property({ type: 'integer' })
  version!: number;
  /** Rows of the order's history; also the sequence number of the last one. */
  @Property({ type: 'integer' })
  historyCount!: number;
  @Property({ type: 'text', nullable: true })
  number!: string | null;
  /** Null for guests and erased users. */
  @Property({ type: 'text', nullable: true })
  userId!: string | null;
  /** Whether a guest placed it and no account has claimed it since. */
  @Property({ type: 'boolean' })
  isGuest!: boolean;
  /** sha256 of the cart's id, which is a secret. */
  @Property({ type: 'text' })
  cartIdHash!: string;
  @Property({ type: 'integer' })
  cartVersion!: number;
  @Property({ type: 'text', columnType: 'char(3)' })
  currency!: string;
  @Property({ type: new BigIntType('number') })
  expectedTotal!: number;
  @Property({ type: new BigIntType('number') })
  subtotal!: number;
  @Property({ type: new BigIntType('number') })
  discount!: number;
  /** What is paid for shipping, after discounts. */
  @Property({ type: new BigIntType('number') })
  shipping!: number;
  @Property({ type: new BigIntType('number') })
  tax!: number;
  @Property({ type: new BigIntType('number') })
  total!: number;
  /** The draft of staff that it was sent from. */
  @Property({ type: 'text', nullable: true })
  draftId!: string | null;
  /** Who placed it for its buyer: `staff:<id>`. */
  @Property({ type: 'text', nullable: true })
  placedBy!: string | null;
  /** What its payments have covered, once it was paid; what went back later is not taken off. */
  @Property({ type: new BigIntType('number') })
  covered!: number;
  /** What changes by staff made it dearer in all; negative: cheaper. */
  @Property({ type: new BigIntType('number') })
  editedBy!: number;
  /** What went back because changes made it cheaper than what was paid. */
  @Property({ type: new BigIntType('number') })
  editRefunded!: number;
  /** Changes by staff after which something was to be paid again. */
  @Property({ type: 'integer' })
  paymentRound!: number;
  /** Of the shipping; what went back for lines is on the lines. */
  @Property({ type: new BigIntType('number') })
  shippingRefunded!: number;
  /** Parcels that were not cancelled: with one of them the order cannot be cancelled as a whole. */
  @Property({ type: 'integer' })
  parcels!: number;
  @Property({ type: 'json' })
  taxLines!: StoredTaxLine[];
  /** The method that the buyer chose; `shippingMethod` is what became of it. */
  @Property({ type: 'text', nullable: true })
  shippingMethodId!: string | null;
  /** Codes that were in the cart. */
  @Property({ type: 'text[]', columnType: 'text[]' })
  discountCodes!: string[];
  @Property({ type: 'text', nullable: true })
  vatNumber!: string | null;
  @Property({ type: 'boolean' })
  pricesIncludeTax!: boolean;
  @Property({ type: 'boolean' })
  isReverseCharge!: boolean;
  @Property({ type: 'json', nullable: true })
  shippingMethod!: StoredShippingMethod | null;
  @Property({ type: 'json' })
  discounts!: StoredDiscount[];
  @Property({ type: 'text', nullable: true })
  contactName!: string | null;
  @Property({ type: 'text', nullable: true })
  contactEmail!: string | null;
  @Property({ type: 'json', nullable: true })
  shippingAddress!: PostalAddress | null;
  @Property({ type: 'json', nullable: true })
  billingAddress!: PostalAddress | null;
  /** Keyed hash of the network the order came from. */
  @Property({ type: 'text', nullable: true })
  originHash!: string | null;
  /** Why the placement was rejected: user errors as the client gets them. */
  @Property({ type: 'json', nullable: true })
  rejection!: { code: string }[] | null;
  /** What staff mark it with, in small letters, sorted. */
  @Property({ type: 'text[]' })
  tags!: string[];
  @Property({ type: 'text', nullable: true })
  paymentId!: string | null;
  /** When the process manager looks at a PLACING order again. */
  @Property({ type: 'timestamptz', nullable: true })
  nextCheckAt!: Date | null;
  /** When a PLACING order is given up. */
  @Property({ type: 'timestamptz' })
  giveUpAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  cancelRequestedAt!: Date | null;
  @Property({ type: 'timestamptz' })
  createdAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  placedAt!: Date | null;
  @Property({ type: 'timestamptz' })
  expiresAt!: Date;
  @Property({ type: 'timestamptz', nullable: true })
  paidAt!: Date | null;
  /** Whether its invoice was issued. */
  @Property({ type: 'boolean' })
  invoiced!: boolean;
  @Property({ type: 'timestamptz', nullable: true })
  cancelledAt!: Date | null;
  /** When the buyer was erased; what the parcel still needs goes once it has left. */
  @Property({ type: 'timestamptz', nullable: true })
  erasureRequestedAt!: Date | null;
  /** The erased buyer, while the order still knows where it goes. */
  @Property({ type: 'text', nullable: true })
  erasingUserId!: string | null;
}

/** An order that exists for the world: neither PLACING nor REJECTED. */
export type VisibleOrder = OrderRow & { status: OrderStatus; number: string; placedAt: Date };

/** Whether the order exists for the world. */
export function isVisible(order: OrderRow | null | undefined): order is VisibleOrder {
  return !!order && order.status !== 'PLACING' && order.status !== 'REJECTED';
}
