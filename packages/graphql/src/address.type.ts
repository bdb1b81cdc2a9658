import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { CountryCodeScalar } from './scalars.js';

const text = {
  name: 'Full name of the recipient.',
  company: 'Company, when the address is one.',
  line1: 'Street and number.',
  line2: 'Second address line.',
  city: 'City or town; an empty text where addresses of the country have none.',
  region: 'State, province or region.',
  postalCode: 'Postal code; an empty text where addresses of the country have none.',
  country: 'Country.',
  phone: 'Phone number for the carrier.',
};

@Directive('@shareable')
@ObjectType('PostalAddress', { description: 'A postal address as it was entered.' })
export class PostalAddress {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { nullable: true, description: text.company })
  company?: string | null;
  @Field(() => String, { description: text.line1 })
  line1!: string;
  @Field(() => String, { nullable: true, description: text.line2 })
  line2?: string | null;
  @Field(() => String, { description: text.city })
  city!: string;
  @Field(() => String, { nullable: true, description: text.region })
  region?: string | null;
  @Field(() => String, { description: text.postalCode })
  postalCode!: string;
  @Field(() => CountryCodeScalar, { description: text.country })
  country!: string;
  @Field(() => String, { nullable: true, description: text.phone })
  phone?: string | null;
}

@InputType('AddressInput', { description: 'A postal address as input.' })
export class AddressInput {
  @Field(() => String, { description: text.name })
  name!: string;
  @Field(() => String, { nullable: true, description: text.company })
  company?: string | null;
  @Field(() => String, { description: text.line1 })
  line1!: string;
  @Field(() => String, { nullable: true, description: text.line2 })
  line2?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'City or town; needed where addresses of the country have one.',
  })
  city?: string | null;
  @Field(() => String, { nullable: true, description: text.region })
  region?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Postal code; needed where addresses of the country have one.',
  })
  postalCode?: string | null;
  @Field(() => CountryCodeScalar, { description: text.country })
  country!: string;
  @Field(() => String, { nullable: true, description: text.phone })
  phone?: string | null;
}
