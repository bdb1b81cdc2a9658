import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { DiscountCode } from './discount-code.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('DiscountCodePayload', { description: 'Answer of a change of a discount code.' })
export class DiscountCodePayload {
  @Field(() => DiscountCode, { nullable: true, description: 'The discount code as it is now.' })
  discountCode?: DiscountCode | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}

@Directive('@tag(name: "admin")')
@ObjectType('DiscountCodesGeneratePayload', { description: 'Answer of the generation of codes.' })
export class DiscountCodesGeneratePayload {
  @Field(() => [String], {
    nullable: true,
    description: 'The new codes, as many as were asked for; letters and digits only.',
  })
  codes?: string[] | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
