import { MoneyType } from '@emporium/graphql/money.type';
import { Node } from '@emporium/graphql/node.type';
import { assumedListSize } from '@emporium/graphql/list-size';
import { CountryCodeScalar, DateTimeScalar, UrlScalar } from '@emporium/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { CART_TTL_SECONDS } from '../store/limits.js';
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

@Directive('@inaccessible')
@ObjectType('CartLineGoods', { description: 'What rules look at in the goods of a line.' })
export class CartLineGoods {
  @Field(() => ID, { description: 'The product; empty while it is not known.' })
  productId!: string;
  @Directive(assumedListSize(5))
  @Field(() => [ID], { description: 'Its categories with everything above them.' })
  categoryIds!: readonly string[];
  @Field(() => String, { nullable: true, description: 'Category of goods for taxes.' })
  taxCategory!: string | null;
  @Field(() => Int, { nullable: true, description: 'Weight of one unit in grams.' })
  weightGrams!: number | null;
  @Field(() => MoneyType, { description: 'Price of one unit as catalog states it.' })
  price!: MoneyType;
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
  @Field(() => MoneyType, { description: 'Price of one unit now, after price lists.' })
  unitPrice!: MoneyType;
  @Field(() => MoneyType, {
    nullable: true,
    description:
      'Price of one unit to strike through: that of everybody, where a price list asks for less; else null.',
  })
  compareAtPrice?: MoneyType | null;
  @Field(() => MoneyType, { description: 'Price of all units now, before discounts.' })
  lineTotal!: MoneyType;
  @Field(() => MoneyType, {
    description: "What promotions take off, with the line's share of those of the whole cart.",
  })
  discount!: MoneyType;
  @Field(() => MoneyType, {
    description: 'What the line costs: after discounts, with tax where prices do not include it.',
  })
  total!: MoneyType;
  @Field(() => MoneyType, {
    description: 'Price of one unit when the line came in, as catalog stated it.',
  })
  priceWhenAdded!: MoneyType;
  @Directive('@inaccessible')
  @Field(() => CartLineGoods, {
    nullable: true,
    description: 'For services: what rules look at; null for what cannot be bought.',
  })
  _goods?: CartLineGoods | null;
}

@ObjectType('CartDelivery', {
  description: 'Where and how the goods are to be sent, as far as the shopper has told.',
})
export class CartDelivery {
  @Field(() => CountryCodeScalar, { nullable: true, description: 'Country they go to.' })
  country?: string | null;
  @Field(() => String, { nullable: true, description: 'Region they go to.' })
  region?: string | null;
  @Field(() => String, { nullable: true, description: 'Postal code they go to.' })
  postalCode?: string | null;
  @Field(() => ID, { nullable: true, description: 'The chosen shipping method.' })
  shippingMethodId?: string | null;
  @Field(() => String, { nullable: true, description: 'VAT number of a business.' })
  vatNumber?: string | null;
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
  @Field(() => DateTimeScalar, { description: 'When it was last changed.' })
  updatedAt!: Date;
  @Field(() => Int, { description: 'Units of all lines.' })
  totalQuantity!: number;
  @Field(() => CartDelivery, {
    description:
      'What was told with cartDeliveryUpdate; an order without a method takes its method.',
  })
  delivery!: CartDelivery;
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
    // Every change moves the end.
    updatedAt: new Date(stored.expiresAt.getTime() - CART_TTL_SECONDS * 1_000),
    totalQuantity,
    delivery: {
      ...stored.delivery.destination,
      shippingMethodId: stored.delivery.shippingMethodId,
      vatNumber: stored.delivery.vatNumber,
    },
    stored,
  });
}
