import { CurrencyCodeScalar, DecimalScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

const text = {
  isActive: 'Whether it can be bought in.',
  rate: 'Units of it for one unit of the shop’s currency, e.g. "0.95", at most 8 digits after the point; null: only what price lists state is sold in it.',
  roundTo: 'Converted amounts become multiples of so many minor units; 5 in CHF: 0.05.',
};

@InputType('ShopCurrencyCreateInput', { description: 'A further currency to sell in.' })
export class ShopCurrencyCreateInput {
  @Field(() => CurrencyCodeScalar, { description: 'The currency; it stays.' })
  currency!: string;
  @Field(() => Boolean, { defaultValue: true, description: text.isActive })
  isActive!: boolean;
  @Field(() => DecimalScalar, { nullable: true, description: text.rate })
  rate?: string | null;
  @Field(() => Int, { defaultValue: 1, description: text.roundTo })
  roundTo!: number;
}

@InputType('ShopCurrencyUpdateInput', {
  description: 'Changes of a currency; what is left out stays.',
})
export class ShopCurrencyUpdateInput {
  @Field(() => ID, { description: 'The currency.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the currency that the change is based on.' })
  expectedVersion!: number;
  @Field(() => Boolean, { nullable: true, description: text.isActive })
  isActive?: boolean | null;
  @Field(() => DecimalScalar, { nullable: true, description: text.rate })
  rate?: string | null;
  @Field(() => Int, { nullable: true, description: text.roundTo })
  roundTo?: number | null;
}

@ArgsType()
export class ShopCurrencyCreateArgs {
  @Field(() => ShopCurrencyCreateInput, { description: 'The currency.' })
  input!: ShopCurrencyCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same currency.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class ShopCurrencyUpdateArgs {
  @Field(() => ShopCurrencyUpdateInput, { description: 'The changes.' })
  input!: ShopCurrencyUpdateInput;
}
