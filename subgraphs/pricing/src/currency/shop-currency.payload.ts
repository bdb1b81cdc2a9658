import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { ShopCurrency } from './shop-currency.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('ShopCurrencyPayload', { description: 'Answer of a change of a currency.' })
export class ShopCurrencyPayload {
  @Field(() => ShopCurrency, { nullable: true, description: 'The currency as it is now.' })
  shopCurrency?: ShopCurrency | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
