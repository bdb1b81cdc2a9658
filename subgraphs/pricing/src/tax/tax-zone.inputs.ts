import { DateTimeScalar, DecimalScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { PricingAreaInput } from '../rule/area.type.js';

const text = {
  name: 'Name for staff, 1 to 200 characters.',
  area: 'Where it holds; a zone that is as specific as another one must not overlap with it.',
  rates: 'At most 50.',
  isReverseCharge: 'Business customers with a VAT number pay no tax here.',
  key: 'The same key and input again gives the same zone.',
};

@InputType('TaxRateInput', { description: 'Tax on a category of goods.' })
export class TaxRateInput {
  @Field(() => String, { description: 'Category of goods, e.g. `standard`, `reduced`, `zero`.' })
  category!: string;
  @Field(() => String, { description: 'As it stands on invoices, e.g. `VAT 19 %`.' })
  name!: string;
  @Field(() => DecimalScalar, { description: 'A part of 1: `0.19` is 19 %.' })
  rate!: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'From when; null: always was.' })
  startsAt?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null: for ever.' })
  endsAt?: Date | null;
}

@InputType('TaxZoneCreateInput', { description: 'A new tax zone.' })
export class TaxZoneCreateInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => PricingAreaInput, { description: text.area })
  area!: PricingAreaInput;
  @Field(() => [TaxRateInput], { description: text.rates })
  rates!: TaxRateInput[];
  @Field(() => Boolean, { defaultValue: false, description: text.isReverseCharge })
  isReverseCharge!: boolean;
}

@InputType('TaxZoneUpdateInput', { description: 'Changes of a tax zone; what is left out stays.' })
export class TaxZoneUpdateInput {
  @Field(() => ID, { description: 'The zone.' })
  id!: string;
  @Field(() => Int, { description: 'Version of the zone that the change is based on.' })
  expectedVersion!: number;
  @Field(() => String, { nullable: true, description: text.name })
  name?: string | null;
  @Field(() => PricingAreaInput, { nullable: true, description: text.area })
  area?: PricingAreaInput | null;
  @Field(() => [TaxRateInput], { nullable: true, description: `All rates anew. ${text.rates}` })
  rates?: TaxRateInput[] | null;
  @Field(() => Boolean, { nullable: true, description: text.isReverseCharge })
  isReverseCharge?: boolean | null;
}

@ArgsType()
export class TaxZoneCreateArgs {
  @Field(() => TaxZoneCreateInput, { description: 'The zone.' })
  input!: TaxZoneCreateInput;
  @Field(() => ID, { nullable: true, description: text.key })
  idempotencyKey?: string | null;
}

@ArgsType()
export class TaxZoneUpdateArgs {
  @Field(() => TaxZoneUpdateInput, { description: 'The changes.' })
  input!: TaxZoneUpdateInput;
}
