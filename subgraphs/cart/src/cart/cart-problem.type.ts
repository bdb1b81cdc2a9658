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

const classes = { LineInsufficientStock, LinePriceChanged, LineUnavailable };

export const CartProblemUnion = createUnionType({
  name: 'CartProblem',
  description: 'What would fail or surprise at checkout now. More kinds may come.',
  types: () => [LineInsufficientStock, LinePriceChanged, LineUnavailable] as const,
  resolveType: (value) => classes[(value as unknown as { kind: keyof typeof classes }).kind],
});
