import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { Promotion } from './promotion.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('PromotionPayload', { description: 'Answer of a change of a promotion.' })
export class PromotionPayload {
  @Field(() => Promotion, { nullable: true, description: 'The promotion as it is now.' })
  promotion?: Promotion | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
