import { CountryCodeScalar } from '@emporium/graphql/scalars';
import { ArgsType, Field, InputType, Int } from 'type-graphql';
import { ShippingTax } from './tax-settings.type.js';

@InputType('TaxSettingsUpdateInput', {
  description: 'Changes of the tax settings; what is left out stays.',
})
export class TaxSettingsUpdateInput {
  @Field(() => Int, { description: 'Version the change is based on; 0 when there are none yet.' })
  expectedVersion!: number;
  @Field(() => Boolean, { nullable: true, description: 'Prices are gross; at first true.' })
  pricesIncludeTax?: boolean | null;
  @Field(() => CountryCodeScalar, {
    nullable: true,
    description: 'Where the shop is; needed at first.',
  })
  originCountry?: string | null;
  @Field(() => ShippingTax, {
    nullable: true,
    description: 'How shipping is taxed; at first as the goods.',
  })
  shippingTax?: ShippingTax | null;
  @Field(() => String, {
    nullable: true,
    description: 'Tax category of shipping; at first `standard`.',
  })
  shippingTaxCategory?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Tax category of goods that name none; at first `standard`.',
  })
  defaultTaxCategory?: string | null;
}

@ArgsType()
export class TaxSettingsUpdateArgs {
  @Field(() => TaxSettingsUpdateInput, { description: 'The changes.' })
  input!: TaxSettingsUpdateInput;
}
