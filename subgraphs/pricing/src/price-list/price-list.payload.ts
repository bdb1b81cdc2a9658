import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { PriceList } from './price-list.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('PriceListPayload', { description: 'Answer of a change of a price list.' })
export class PriceListPayload {
  @Field(() => PriceList, { nullable: true, description: 'The price list as it is now.' })
  priceList?: PriceList | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
