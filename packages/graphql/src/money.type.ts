import { decimalOf } from '@emporium/money/decimal';
import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { CurrencyCodeScalar, DecimalScalar, MinorUnitsScalar } from './scalars.js';

/** GraphQL face of a money value; any `{ minor, currency }` object can be returned for it. */
@Directive('@shareable')
@ObjectType('Money', { description: 'An amount of money. Calculate with `minor`, show `decimal`.' })
export class MoneyType {
  @Field(() => MinorUnitsScalar, {
    description: "Amount in the currency's minor units, e.g. cents.",
  })
  minor!: number;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the amount.' })
  currency!: string;

  @Field(() => DecimalScalar, {
    description: "The amount in major units with the currency's digits, for display.",
  })
  get decimal(): string {
    return decimalOf(this);
  }
}

@InputType('MoneyInput', { description: 'An amount of money as input.' })
export class MoneyInput {
  @Field(() => MinorUnitsScalar, {
    description: "Amount in the currency's minor units, e.g. cents.",
  })
  minor!: number;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the amount.' })
  currency!: string;
}

/** Makes the GraphQL money value of an amount in minor units. */
export function money(minor: number | string | bigint, currency: string): MoneyType {
  return Object.assign(new MoneyType(), { minor: Number(minor), currency });
}
