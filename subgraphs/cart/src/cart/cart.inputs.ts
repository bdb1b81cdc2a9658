import { CountryCodeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { CartMergePolicy } from '../store/merge-lines.js';

registerEnumType(CartMergePolicy, {
  name: 'CartMergePolicy',
  description: "What happens to the lines when a guest's cart joins a user's cart.",
  valuesConfig: {
    SUM: { description: 'Quantities of equal variants are added.' },
    MAX: { description: 'The larger quantity of equal variants stays.' },
    KEEP_GUEST: { description: "The guest's lines replace the user's." },
    KEEP_USER: { description: "The user's lines stay, the guest's are dropped." },
  },
});

const cartId = 'The cart; without it your own (for users).';

@InputType('CartLineInput', { description: 'A variant to put into a cart.' })
export class CartLineInput {
  @Field(() => ID, { description: 'The variant.' })
  variantId!: string;
  @Field(() => Int, { defaultValue: 1, description: 'Units to add, from 1.' })
  quantity!: number;
}

@InputType('CartLineUpdate', { description: 'A new quantity of a line.' })
export class CartLineUpdate {
  @Field(() => ID, { description: 'The line.' })
  lineId!: string;
  @Field(() => Int, { description: 'Units, from 1. Use cartLinesRemove to take a line out.' })
  quantity!: number;
}

@ArgsType()
export class CartCurrencyUpdateArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
}

@ArgsType()
export class CartCreateArgs {
  @Field(() => [CartLineInput], { nullable: true, description: 'What to put in at once.' })
  lines?: CartLineInput[] | null;
}

@ArgsType()
export class CartLinesAddArgs {
  @Field(() => ID, { nullable: true, description: `${cartId} For guests: a new cart.` })
  cartId?: string | null;
  @Field(() => [CartLineInput], { description: 'What to add, at most 200.' })
  lines!: CartLineInput[];
}

@ArgsType()
export class CartLinesUpdateArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
  @Field(() => [CartLineUpdate], { description: 'New quantities: all are set or none.' })
  lines!: CartLineUpdate[];
}

@ArgsType()
export class CartLinesRemoveArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
  @Field(() => [ID], { description: 'Lines to take out: all or none.' })
  lineIds!: string[];
}

@ArgsType()
export class CartClearArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
}

@ArgsType()
export class CartDiscountCodesUpdateArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
  @Field(() => [String], {
    description: 'The codes that are to apply from now on, at most 10; an empty list removes them.',
  })
  codes!: string[];
}

@InputType('CartDestinationInput', {
  description: 'What taxes and shipping look at of an address.',
})
export class CartDestinationInput {
  @Field(() => CountryCodeScalar, { description: 'Country.' })
  country!: string;
  @Field(() => String, { nullable: true, description: 'State, province or region.' })
  region?: string | null;
  @Field(() => String, { nullable: true, description: 'Postal code.' })
  postalCode?: string | null;
}

@ArgsType()
export class CartDeliveryUpdateArgs {
  @Field(() => ID, { nullable: true, description: cartId })
  cartId?: string | null;
  @Field(() => CartDestinationInput, {
    nullable: true,
    description: 'Where the goods would go; left out: not known.',
  })
  destination?: CartDestinationInput | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The chosen one of shippingMethods; left out: none.',
  })
  shippingMethodId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'VAT number of a business; its form is checked. Left out: none.',
  })
  vatNumber?: string | null;
}

@ArgsType()
export class CartMergeArgs {
  @Field(() => ID, {
    description:
      "The guest's cart; its id ends with the merge. Repeating the merge changes nothing.",
  })
  guestCartId!: string;
  @Field(() => CartMergePolicy, {
    nullable: true,
    defaultValue: CartMergePolicy.SUM,
    description: 'How lines are joined.',
  })
  policy?: CartMergePolicy | null;
}
