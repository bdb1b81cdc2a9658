import { forgetLoaded } from '@emporium/graphql/batch-by-key';
import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { productById } from './load-products.js';
import { Product } from './product.entity.js';
import { ProductError } from './product.errors.js';

@Directive('@tag(name: "admin")')
@ObjectType('ProductPayload', { description: 'Answer of a product change.' })
export class ProductPayload {
  @Field(() => Product, { nullable: true, description: 'The product as it is now.' })
  product?: Product | null;
  @Field(() => ID, { nullable: true, description: 'Id of a product that was deleted.' })
  deletedId?: string | null;
  @Field(() => [ProductError], {
    description: 'Expected failures; nothing was changed when there are any.',
  })
  userErrors!: UserError[];
}

/** The product after a change. */
export async function productAnswer(
  ctx: Ctx,
  id: string,
): Promise<Pick<ProductPayload, 'product'>> {
  forgetLoaded(ctx);
  return { product: await productById(ctx, id) };
}
