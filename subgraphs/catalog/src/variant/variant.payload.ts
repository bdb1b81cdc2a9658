import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ProductError } from '../product/product.errors.js';
import { ProductVariant } from './variant.entity.js';

@Directive('@tag(name: "admin")')
@ObjectType('ProductVariantPayload', { description: 'Answer of a variant change.' })
export class ProductVariantPayload {
  @Field(() => ProductVariant, { nullable: true, description: 'The variant as it is now.' })
  variant?: ProductVariant | null;
  @Field(() => ID, { nullable: true, description: 'Id of a variant that was deleted.' })
  deletedId?: string | null;
  @Field(() => [ProductError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
