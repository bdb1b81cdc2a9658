import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { ShippingMethod } from './shipping-method.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('ShippingMethodPayload', { description: 'Answer of a change of a shipping method.' })
export class ShippingMethodPayload {
  @Field(() => ShippingMethod, { nullable: true, description: 'The shipping method as it is now.' })
  shippingMethod?: ShippingMethod | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
