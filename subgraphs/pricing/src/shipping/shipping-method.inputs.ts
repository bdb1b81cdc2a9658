import { MoneyInput } from '@emporium/graphql/money.type';
import { CurrencyCodeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { PricingAreaInput } from '../rule/area.type.js';
import { ShippingPriceBasis } from './shipping-method.type.js';

const text = {
  name: 'Name as buyers read it, 1 to 100 characters.',
  description: 'More about it for buyers, up to 500 characters.',
  isActive: 'Whether it is offered.',
  isPickup: 'Fetched by the buyer: no address is needed.',
  position: 'Order of presentation, from 0.',
  area: 'Where it is offered.',
  currency: 'Currency of all its amounts.',
  price: 'What it costs.',
  freeFrom: 'Goods of this value after discounts ship for nothing.',
  maxWeightGrams: 'Heavier carts do not get it; grams.',
  minDays: 'Fastest delivery in working days.',
  maxDays: 'Slowest delivery in working days.',
};

@InputType('ShippingPriceTierInput', { description: 'A price from a weight or value on.' })
export class ShippingPriceTierInput {
  @Field(() => Int, { nullable: true, description: 'From this weight in grams; by weight.' })
  fromGrams?: number | null;
  @Field(() => MoneyInput, { nullable: true, description: 'From this value; by value.' })
  fromValue?: MoneyInput | null;
  @Field(() => MoneyInput, { description: 'The price.' })
  amount!: MoneyInput;
}

@InputType('ShippingPriceInput', { description: 'What a way of delivery costs.' })
export class ShippingPriceInput {
  @Field(() => ShippingPriceBasis, { description: 'What it depends on.' })
  basis!: ShippingPriceBasis;
  @Field(() => MoneyInput, { nullable: true, description: 'The price; needed when it is flat.' })
  amount?: MoneyInput | null;
  @Field(() => [ShippingPriceTierInput], {
    nullable: true,
    description: '1 to 50 tiers, each from another value on; needed by weight and by value.',
  })
  tiers?: ShippingPriceTierInput[] | null;
}

@InputType('ShippingMethodCreateInput', { description: 'A new shipping method.' })
export class ShippingMethodCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { nullable: true, description: text.description })
  description?: string | null;
  @Field(() => Boolean, { defaultValue: true, description: text.isActive })
  isActive!: boolean;
  @Field(() => Boolean, { defaultValue: false, description: text.isPickup })
  isPickup!: boolean;
  @Field(() => Int, { defaultValue: 0, description: text.position })
  position!: number;
  @Field(() => PricingAreaInput, { description: text.area })
  area!: PricingAreaInput;
  @Field(() => CurrencyCodeScalar, { description: text.currency })
  currency!: string;
  @Field(() => ShippingPriceInput, { description: text.price })
  price!: ShippingPriceInput;
  @Field(() => MoneyInput, { nullable: true, description: text.freeFrom })
  freeFrom?: MoneyInput | null;
  @Field(() => Int, { nullable: true, description: text.maxWeightGrams })
  maxWeightGrams?: number | null;
  @Field(() => Int, { nullable: true, description: text.minDays })
  minDays?: number | null;
  @Field(() => Int, { nullable: true, description: text.maxDays })
  maxDays?: number | null;
}

@InputType('ShippingMethodUpdateInput', {
  description: 'Changes of a shipping method; what is left out stays.',
})
export class ShippingMethodUpdateInput {
  @Field(() => ID, { description: 'The method.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the method that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => String, { nullable: true, description: `${text.description} Null removes it.` })
  description?: string | null;
  @Field(() => Boolean, { nullable: true, description: text.isActive })
  isActive?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: text.isPickup })
  isPickup?: boolean | null;
  @Field(() => Int, { nullable: true, description: text.position })
  position?: number | null;
  @Field(() => PricingAreaInput, { nullable: true, description: text.area })
  area?: PricingAreaInput | null;
  @Field(() => CurrencyCodeScalar, { nullable: true, description: text.currency })
  currency?: string | null;
  @Field(() => ShippingPriceInput, { nullable: true, description: text.price })
  price?: ShippingPriceInput | null;
  @Field(() => MoneyInput, { nullable: true, description: `${text.freeFrom} Null removes it.` })
  freeFrom?: MoneyInput | null;
  @Field(() => Int, { nullable: true, description: `${text.maxWeightGrams} Null removes it.` })
  maxWeightGrams?: number | null;
  @Field(() => Int, { nullable: true, description: `${text.minDays} Null removes it.` })
  minDays?: number | null;
  @Field(() => Int, { nullable: true, description: `${text.maxDays} Null removes it.` })
  maxDays?: number | null;
}

@ArgsType()
export class ShippingMethodCreateArgs {
  @Field(() => ShippingMethodCreateInput, { description: 'The method.' })
  input!: ShippingMethodCreateInput;
  @Field(() => ID, {
    nullable: true,
    description: 'The same key and input again gives the same method.',
  })
  idempotencyKey?: string | null;
}

@ArgsType()
export class ShippingMethodUpdateArgs {
  @Field(() => ShippingMethodUpdateInput, { description: 'The changes.' })
  input!: ShippingMethodUpdateInput;
}
