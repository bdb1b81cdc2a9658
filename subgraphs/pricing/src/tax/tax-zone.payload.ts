import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { TaxZone } from './tax-zone.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('TaxZonePayload', { description: 'Answer of a change of a tax zone.' })
export class TaxZonePayload {
  @Field(() => TaxZone, { nullable: true, description: 'The zone as it is now.' })
  taxZone?: TaxZone | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
