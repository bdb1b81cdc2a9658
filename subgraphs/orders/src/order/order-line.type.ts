import { mediaUrl } from '@emporium/media-events/media-url';
import { money, MoneyType } from '@emporium/graphql/money.type';
import { DecimalScalar, UrlScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { OrderLineRow } from './order-line.entity.js';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ProductVariant', { description: 'A variant; resolved by catalog.' })
export class VariantStub {
  @Field(() => ID, { description: 'Id of the variant.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('OrderLine', {
  description: 'One variant of an order as it was when the order was placed.',
})
export class OrderLineType {
  @Field(() => ID, { description: 'Id of the line.' })
  id!: string;
  @Field(() => String, { description: 'SKU of the variant.' })
  sku!: string;
  @Field(() => String, { description: 'Name of the product.' })
  productName!: string;
  @Field(() => String, { description: 'Name of the variant.' })
  variantName!: string;
  @Field(() => UrlScalar, { nullable: true, description: 'Picture of the product.' })
  imageUrl!: string | null;
  @Field(() => MoneyType, { description: 'Price of one unit.' })
  unitPrice!: MoneyType;
  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
  @Field(() => MoneyType, { description: "The line's share of the order's discount." })
  discount!: MoneyType;
  @Field(() => MoneyType, { description: 'Tax, included in the total.' })
  tax!: MoneyType;
  @Field(() => DecimalScalar, { nullable: true, description: 'Rate of the tax; null: none.' })
  taxRate!: string | null;
  @Field(() => MoneyType, { description: 'What the line costs.' })
  total!: MoneyType;
  @Field(() => Int, { description: 'Units that are in parcels.' })
  fulfilledQuantity!: number;
  @Field(() => Int, { description: 'Units that were paid and are not sent.' })
  cancelledQuantity!: number;
  @Field(() => Int, { description: 'Units that were sent and came back.' })
  returnedQuantity!: number;
  @Field(() => MoneyType, { description: 'What of the total goes or went back.' })
  refunded!: MoneyType;
  @Field(() => VariantStub, {
    nullable: true,
    description: 'The variant as it is now; null when it is not sold any more.',
  })
  variant!: VariantStub | null;
}

/** The GraphQL face of a stored line. */
export function orderLineType(
  row: OrderLineRow,
  currency: string,
  publicUrl: string,
): OrderLineType {
  const amount = (minor: number) => money(minor, currency);
  return Object.assign(new OrderLineType(), {
    id: row.id,
    sku: row.sku ?? '',
    productName: row.productName ?? '',
    variantName: row.variantName ?? '',
    imageUrl: row.imageAssetId ? mediaUrl(publicUrl, row.imageAssetId) : null,
    unitPrice: amount(row.unitPrice),
    quantity: row.quantity,
    discount: amount(row.discount),
    tax: amount(row.tax),
    taxRate: row.taxRate,
    total: amount(row.total),
    fulfilledQuantity: row.fulfilledQuantity,
    cancelledQuantity: row.cancelledQuantity,
    returnedQuantity: row.returnedQuantity,
    refunded: amount(row.refunded),
    variant: { id: row.variantId },
  });
}
