import { CountryCodeScalar } from '@emporium/graphql/scalars';
import { Directive, Field, InputType, ObjectType } from 'type-graphql';

const text = {
  countries: 'Countries; empty: everywhere that no other rule names.',
  regions: 'Regions as in addresses; empty: the whole country. For one country only.',
  postalCodes:
    'Beginnings ("10") or ranges ("10000-10999") of postal codes; empty: all. For one country only.',
};

@Directive('@tag(name: "admin")')
@ObjectType('PricingArea', {
  description: 'Where a rule holds; of several that match the most specific one wins.',
})
export class PricingArea {
  @Field(() => [CountryCodeScalar], { description: text.countries })
  countries!: string[];
  @Field(() => [String], { description: text.regions })
  regions!: string[];
  @Field(() => [String], { description: text.postalCodes })
  postalCodes!: string[];
}

@InputType('PricingAreaInput', { description: 'Where a rule holds.' })
export class PricingAreaInput {
  @Field(() => [CountryCodeScalar], { nullable: true, description: text.countries })
  countries?: string[] | null;
  @Field(() => [String], { nullable: true, description: text.regions })
  regions?: string[] | null;
  @Field(() => [String], { nullable: true, description: text.postalCodes })
  postalCodes?: string[] | null;
}
