import { MoneyType } from '@emporium/graphql/money.type';
import { createUnionType, Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('LineInsufficientStock', {
  description: 'Fewer units can be ordered than the line asks for.',
})
export class LineInsufficientStock {
  @Field(() => ID, { description: 'The line.' })
  lineId!: string;
  @Field(() => Int, { description: 'Units that can be ordered now.' })
  available!: number;
}

@ObjectType('LinePriceChanged', {
  description: 'The price is not the one it was when the line came in.',
})
export class LinePriceChanged {
  @Field(() => ID, { description: 'The line.' })
  lineId!: string;
  @Field(() => MoneyType, { description: 'Unit price when the line came in.' })
  was!: MoneyType;
  @Field(() => MoneyType, { description: 'Unit price now.' })
  now!: MoneyType;
}

@ObjectType('LineUnavailable', {
  description: 'The line cannot be bought any more and does not count in the cost.',
})
export class LineUnavailable {
  @Field(() => ID, { description: 'The line.' })
  lineId!: string;
}

@ObjectType('CartTotalTooSmall', {
  description: 'So little cannot be paid: something must be added. A total of 0 needs no payment.',
})
export class CartTotalTooSmall {
  @Field(() => MoneyType, { description: 'The smallest amount that can be paid.' })
  minimum!: MoneyType;
  @Field(() => MoneyType, { description: 'What the cart costs.' })
  total!: MoneyType;
}

@ObjectType('CartShippingUnavailable', {
  description: 'An order with this destination and way of delivery would be refused.',
})
export class CartShippingUnavailable {
  @Field(() => String, { description: 'Why, and what to do.' })
  message!: string;
}

const classes = {
  LineInsufficientStock,
  LinePriceChanged,
  LineUnavailable,
  CartTotalTooSmall,
  CartShippingUnavailable,
};

export const CartProblemUnion = createUnionType({
  name: 'CartProblem',
  description: 'What would fail or surprise at checkout now. More kinds may come.',
  types: () =>
    [
      LineInsufficientStock,
      LinePriceChanged,
      LineUnavailable,
      CartTotalTooSmall,
      CartShippingUnavailable,
    ] as const,
  resolveType: (value) => classes[(value as unknown as { kind: keyof typeof classes }).kind],
});
