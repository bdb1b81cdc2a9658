import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { CustomerGroup } from './customer-group.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('CustomerGroupPayload', { description: 'Answer of a change of a customer group.' })
export class CustomerGroupPayload {
  @Field(() => CustomerGroup, { nullable: true, description: 'The customer group as it is now.' })
  customerGroup?: CustomerGroup | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
