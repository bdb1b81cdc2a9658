import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PricingError } from './rule.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('PricingRuleDeletePayload', { description: 'Answer to the deletion of a rule.' })
export class PricingRuleDeletePayload {
  @Field(() => ID, { nullable: true, description: 'Id of what was deleted.' })
  deletedId?: string | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
