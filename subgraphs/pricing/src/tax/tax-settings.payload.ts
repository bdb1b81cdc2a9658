import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ObjectType } from 'type-graphql';
import { PricingError } from '../rule/rule.errors.js';
import { TaxSettings } from './tax-settings.type.js';

@Directive('@tag(name: "admin")')
@ObjectType('TaxSettingsPayload', { description: 'Answer of a change of the tax settings.' })
export class TaxSettingsPayload {
  @Field(() => TaxSettings, { nullable: true, description: 'The settings as they are now.' })
  taxSettings?: TaxSettings | null;
  @Field(() => [PricingError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
