import { assumedListSize } from '@emporium/graphql/list-size';
import { PostalAddress } from '@emporium/graphql/address.type';
import { money, MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { connectionType } from '@emporium/graphql/paging';
import { DateTimeScalar, DecimalScalar } from '@emporium/graphql/scalars';
import { Directive, Field, Int, ObjectType } from 'type-graphql';
import type { VisibleOrder } from './order.entity.js';
import {
  orderDiscount,
  OrderDiscount,
  orderShippingMethod,
  OrderShippingMethod,
} from './order-prices.type.js';
import { OrderStatus } from './order-status.js';

@ObjectType('OrderContact', {
  description: 'Whom to write to about an order, frozen when it was placed.',
})
export class OrderContact {
  @Field(() => String, { description: 'Name.' })
  name!: string;
  @Field(() => String, { description: 'E-mail address.' })
  email!: string;
}

@ObjectType('TaxLine', { description: 'Tax of an order at one rate; it is included in the total.' })
export class TaxLine {
  @Field(() => String, { description: 'Name of the tax.' })
  name!: string;
  @Field(() => DecimalScalar, { description: 'Rate, e.g. "0.19".' })
  rate!: string;
  @Field(() => MoneyType, { description: 'Total without this tax.' })
  base!: MoneyType;
  @Field(() => MoneyType, { description: 'The tax.' })
  amount!: MoneyType;
}

@Directive('@key(fields: "id")')
@Directive('@key(fields: "number")')
@Directive('@tag(name: "id-ord")')
@ObjectType('Order', {
  implements: Node,
  description: 'An order. Names, prices and addresses are those of the moment it was placed.',
})
export class OrderType extends Node {
  /** The stored order, for fields that read more. */
  row!: VisibleOrder;
  @Field(() => String, { description: 'Number that people use.' })
  number!: string;
  @Field(() => OrderStatus, { description: 'Where the order stands.' })
  status!: OrderStatus;
  @Field(() => Int, { description: 'Counts the changes; goes into expectedVersion.' })
  version!: number;
  @Field(() => OrderContact, {
    nullable: true,
    description: 'Whom to write to; null after the user was erased.',
  })
  contact!: OrderContact | null;
  @Field(() => MoneyType, { description: 'Sum of the lines before discount.' })
  subtotal!: MoneyType;
  @Field(() => MoneyType, { description: 'What promotions took off lines and shipping.' })
  discount!: MoneyType;
  @Field(() => MoneyType, { description: 'What is paid for shipping, after discounts.' })
  shipping!: MoneyType;
  @Field(() => MoneyType, { description: 'Tax, included in the total.' })
  tax!: MoneyType;
  @Field(() => MoneyType, {
    description: 'What the buyer pays: the totals of the lines and shipping.',
  })
  total!: MoneyType;
  @Directive(assumedListSize(3))
  @Field(() => [TaxLine], { description: 'Tax by rate.' })
  taxLines!: TaxLine[];
  @Field(() => Boolean, {
    description: 'Whether prices were stated with tax; otherwise it was added to them.',
  })
  pricesIncludeTax!: boolean;
  @Field(() => Boolean, {
    description: 'A business abroad declares the tax itself; see vatNumber.',
  })
  isReverseCharge!: boolean;
  @Field(() => String, { nullable: true, description: "VAT number of the buyer's business." })
  vatNumber!: string | null;
  @Directive(assumedListSize(2))
  @Field(() => [OrderDiscount], { description: 'Promotions; their sum is discount.' })
  discounts!: OrderDiscount[];
  @Field(() => OrderShippingMethod, {
    nullable: true,
    description: 'How it is sent; null when the shop had no shipping methods.',
  })
  shippingMethod!: OrderShippingMethod | null;
  @Field(() => PostalAddress, {
    nullable: true,
    description: 'Where the goods go; null after the user was erased.',
  })
  shippingAddress!: PostalAddress | null;
  @Field(() => PostalAddress, {
    nullable: true,
    description: 'Where the bill goes; null after the user was erased.',
  })
  billingAddress!: PostalAddress | null;
  @Field(() => DateTimeScalar, { description: 'When the order was placed.' })
  placedAt!: Date;
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When an unpaid order expires and its units are released; null once it is not PENDING.',
  })
  expiresAt!: Date | null;
}

export const { Connection: OrderConnection } = connectionType('Order', () => OrderType);

/** The GraphQL face of a stored order. */
export function orderType(row: VisibleOrder): OrderType {
  const amount = (minor: number) => money(minor, row.currency);
  const {
    id,
    number,
    status,
    version,
    placedAt,
    shippingAddress,
    billingAddress,
    contactName,
    contactEmail,
  } = row;
  return Object.assign(new OrderType(), {
    row,
    id,
    number,
    status,
    version,
    placedAt,
    shippingAddress,
    billingAddress,
    contact: contactEmail ? { name: contactName ?? '', email: contactEmail } : null,
    subtotal: amount(row.subtotal),
    discount: amount(row.discount),
    shipping: amount(row.shipping),
    tax: amount(row.tax),
    total: amount(row.total),
    taxLines: row.taxLines.map((tax) => ({
      ...tax,
      base: amount(tax.base),
      amount: amount(tax.amount),
    })),
    pricesIncludeTax: row.pricesIncludeTax,
    isReverseCharge: row.isReverseCharge,
    vatNumber: row.vatNumber,
    discounts: row.discounts.map((discount) => orderDiscount(discount, row.currency)),
    shippingMethod: row.shippingMethod && orderShippingMethod(row.shippingMethod, row.currency),
    expiresAt: status === OrderStatus.PENDING ? row.expiresAt : null,
  });
}
