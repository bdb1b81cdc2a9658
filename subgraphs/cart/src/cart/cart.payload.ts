import type { UserError } from '@emporium/graphql/user-errors';
import { Field, ObjectType } from 'type-graphql';
import { CartError } from './cart.errors.js';
import { Cart } from './cart.type.js';

@ObjectType('CartPayload', { description: 'Answer of a cart mutation.' })
export class CartPayload {
  @Field(() => Cart, {
    nullable: true,
    description: 'The cart after the change; null when nothing was done.',
  })
  cart?: Cart | null;
  @Field(() => [CartError], { description: 'Why nothing was done; empty on success.' })
  userErrors!: UserError[];
}
