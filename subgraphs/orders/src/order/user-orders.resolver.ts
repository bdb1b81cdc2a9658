import { can, userId } from '@emporium/auth/principal';
import { connectionListSize } from '@emporium/graphql/list-size';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { findOrders } from './find-orders.js';
import { OrderConnection } from './order.type.js';
import { UserStub } from './user-stub.type.js';

@Resolver(() => UserStub)
export class UserOrdersResolver {
  @Directive('@authenticated')
  @Directive(connectionListSize(20))
  @FieldResolver(() => OrderConnection, {
    nullable: true,
    description: "The user's orders, the newest first; null for other people's.",
  })
  async orders(
    @Root() user: UserStub,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ) {
    const own = userId(ctx.principal) === user.id;
    return own || can(ctx.principal, 'read:order')
      ? findOrders(ctx, { customerId: user.id }, args, 20)
      : null;
  }
}
