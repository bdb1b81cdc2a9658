import { MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { StoredCart } from '../store/cart-store.js';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('ProductVariant', { description: 'A variant of catalog.' })
export class VariantStub {
  @Field(() => ID, { description: 'Id of the variant.' })
  id!: string;
}

@ObjectType('CartLineSnapshot', {
  description: 'What cart itself knows of the variant, so that a cart shows when catalog is down.',
})
export class CartLineSnapshot {
  @Field(() => String, { description: 'Name of the product.' })
  name!: string;
  @Field(() => String, { description: 'Name of the variant, e.g. its size.' })
  variantName!: string;
  @Field(() => String, { description: 'Stock keeping unit of the variant.' })
  sku!: string;
  @Field(() => UrlScalar, { nullable: true, description: 'Small picture of the product.' })
  imageUrl?: string | null;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('CartLine', { description: 'A variant in a cart; at most one line per variant.' })
export class CartLine {
  @Field(() => ID, { description: 'Id of the line.' })
  id!: string;
  @Field(() => Int, { description: 'Units.' })
  quantity!: number;
  @Field(() => VariantStub, { nullable: true, description: 'The variant as catalog has it now.' })
  variant?: VariantStub | null;
  @Field(() => CartLineSnapshot, { description: 'Copy of what a cart page needs.' })
  snapshot!: CartLineSnapshot;
  @Field(() => MoneyType, { description: 'Price of one piece now.' })
  unitPrice!: MoneyType;
  @Field(() => MoneyType, { description: 'Price of all units now.' })
  lineTotal!: MoneyType;
  @Field(() => MoneyType, { description: 'Price of one piece when the line came in.' })
  priceWhenAdded!: MoneyType;
}

@ObjectType('CartCost', {
  description: 'What the lines that can be bought would cost now. Prices include tax.',
})
export class CartCost {
  @Field(() => MoneyType, { description: 'Sum of the lines.' })
  subtotal!: MoneyType;
  @Field(() => MoneyType, { description: 'What discount codes take off.' })
  discount!: MoneyType;
  @Field(() => MoneyType, { nullable: true, description: 'Shipping, when it can be told.' })
  shippingEstimate?: MoneyType | null;
  @Field(() => MoneyType, {
    nullable: true,
    description: 'Tax within the total, when it can be told.',
  })
  tax?: MoneyType | null;
  @Field(() => MoneyType, { description: 'What an order of this cart would cost.' })
  total!: MoneyType;
  @Field(() => Boolean, {
    description: "True when catalog did not answer and the prices are cart's last known ones.",
  })
  estimated!: boolean;
}

@ObjectType('AppliedDiscountCode', { description: 'A code that the shopper entered.' })
export class AppliedDiscountCode {
  @Field(() => String, { description: 'The code.' })
  code!: string;
  @Field(() => Boolean, { description: 'Whether it takes something off this cart.' })
  applicable!: boolean;
  @Field(() => MoneyType, { description: 'What it takes off.' })
  amount!: MoneyType;
}

@Directive('@key(fields: "id")')
@ObjectType('Cart', {
  implements: Node,
  description:
    "A shopping cart. A guest's cart opens for whoever knows its id; a user's cart for its user only.",
})
export class Cart extends Node {
  /** What the store holds; fields are worked out from it. */
  stored!: StoredCart;
  @Field(() => Int, { description: 'Grows with every change.' })
  version!: number;
  @Field(() => DateTimeScalar, { description: 'When the cart ends unless it is changed before.' })
  expiresAt!: Date;
  @Field(() => Int, { description: 'Units of all lines.' })
  totalQuantity!: number;
}

@Directive('@key(fields: "id")')
@ObjectType('User', { description: 'A user, with his cart.' })
export class UserWithCart {
  @Field(() => ID, { description: 'Id of the user.' })
  id!: string;
}

/** The GraphQL face of a stored cart. */
export function toCart(stored: StoredCart): Cart {
  const totalQuantity = stored.lines.reduce((sum, line) => sum + line.quantity, 0);
  return Object.assign(new Cart(), {
    id: stored.id,
    version: stored.version,
    expiresAt: stored.expiresAt,
    totalQuantity,
    stored,
  });
}
