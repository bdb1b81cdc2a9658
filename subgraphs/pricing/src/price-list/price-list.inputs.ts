import { MoneyInput } from '@emporium/graphql/money.type';
import { CurrencyCodeScalar, DateTimeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

const text = {
  name: 'Name for staff, 1 to 100 characters.',
  isActive: 'Whether it is switched on.',
  priority:
    'Of several lists with a price the highest priority counts, of equal ones the lowest price.',
  customerGroupIds: 'Groups it is for, at most 100; empty: everybody.',
  startsAt: 'From when; null: always was.',
  endsAt: 'Until when; null: for ever.',
};

@InputType('PriceListCreateInput', { description: 'A new price list, without prices at first.' })
export class PriceListCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => Boolean, { defaultValue: true, description: text.isActive })
  isActive!: boolean;
  @Field(() => Int, { defaultValue: 0, description: text.priority })
  priority!: number;
  @Field(() => [ID], { nullable: true, description: text.customerGroupIds })
  customerGroupIds?: string[] | null;
  @Field(() => CurrencyCodeScalar, {
    description: 'Currency of its prices, one that the shop sells in; it stays.',
  })
  currency!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: text.startsAt })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.endsAt })
  endsAt?: Date | null;
}

@InputType('PriceListUpdateInput', {
  description: 'Changes of a price list; what is left out stays.',
})
export class PriceListUpdateInput {
  @Field(() => ID, { description: 'The list.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the list that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => Boolean, { nullable: true, description: text.isActive })
  isActive?: boolean | null;
  @Field(() => Int, { nullable: true, description: text.priority })
  priority?: number | null;
  @Field(() => [ID], { nullable: true, description: text.customerGroupIds })
  customerGroupIds?: string[] | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.startsAt })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: text.endsAt })
  endsAt?: Date | null;
}

@InputType('PriceListPriceInput', { description: 'A price to set or to remove.' })
export class PriceListPriceInput {
  @Field(() => ID, { description: 'The variant, which is not looked up.' })
  variantId!: string;
  @Field(() => Int, { defaultValue: 1, description: 'From this many units of the variant.' })
  fromQuantity!: number;
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'Price of one unit in the currency of the list; null removes it.',
  })
  amount?: MoneyInput | null;
}

@InputType('PriceListPricesSetInput', {
  description: 'Prices of a list; those that are not named stay.',
})
export class PriceListPricesSetInput {
  @Field(() => ID, { description: 'The list.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the list that the change is based on.' })
  expectedVersion!: number;
  @Field(() => [PriceListPriceInput], { description: '1 to 1000 prices.' })
  prices!: PriceListPriceInput[];
}

@ArgsType()
export class PriceListCreateArgs {
  @Field(() => PriceListCreateInput, { description: 'The list.' })
  input!: PriceListCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same list.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class PriceListUpdateArgs {
  @Field(() => PriceListUpdateInput, { description: 'The changes.' })
  input!: PriceListUpdateInput;
}

@ArgsType()
export class PriceListPricesSetArgs {
  @Field(() => PriceListPricesSetInput, { description: 'The prices.' })
  input!: PriceListPricesSetInput;
}
