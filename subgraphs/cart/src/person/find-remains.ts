import { personRemains, type PersonRemains } from '@emporium/graphql/person-remains.type';
import type { Ctx } from '../context.js';
import { hasOrdered } from '../customer/has-ordered.js';

/** What cart still keeps of an erased person, until USER_DELETED is handled. */
export async function findRemains(ctx: Ctx, userId: string): Promise<PersonRemains> {
  return personRemains({
    cart: (await ctx.services.carts.getOfUser(userId)) !== undefined,
    orders: await hasOrdered(ctx, userId),
  });
}
