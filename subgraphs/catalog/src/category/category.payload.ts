import type { UserError } from '@emporium/graphql/user-errors';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Category } from './category.entity.js';
import { CategoryError } from './category.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('CategoryPayload', { description: 'Answer of a category change.' })
export class CategoryPayload {
  @Field(() => Category, { nullable: true, description: 'The category as it is now.' })
  category?: Category | null;
  @Field(() => ID, { nullable: true, description: 'Id of a category that was deleted.' })
  deletedId?: string | null;
  @Field(() => [CategoryError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}
