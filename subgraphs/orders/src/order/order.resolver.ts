import { verifyGuestToken } from '@emporium/auth/guest-token';
import { connectionListSize } from '@emporium/graphql/list-size';
import type { Ctx } from '@emporium/platform/context';
import { Arg, Args, Ctx as Context, Directive, ID, Query, Resolver } from 'type-graphql';
import { findOrders } from './find-orders.js';
import { findOrder } from './load-order.js';
import { isVisible } from './order.entity.js';
import { OrdersArgs } from './order.inputs.js';
import { OrderConnection, orderType, OrderType } from './order.type.js';
import { seeOrder } from './see-order.js';

@Resolver(() => OrderType)
export class OrderResolver {
  @Query(() => OrderType, {
    nullable: true,
    description:
      'An own order, that of the guest token in X-Guest-Token, for staff any; null when there is none for the caller.',
  })
  async order(
    @Arg('id', () => ID, { description: 'Id of the order.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<OrderType | null> {
    const order = await seeOrder(ctx, { id });
    return order && orderType(order);
  }

  @Query(() => OrderType, {
    nullable: true,
    description: 'The same by the number of the order; null when there is none for the caller.',
  })
  async orderByNumber(
    @Arg('number', () => String, { description: 'Number of the order.' }) number: string,
    @Context() ctx: Ctx,
  ): Promise<OrderType | null> {
    const order = await seeOrder(ctx, { number });
    return order && orderType(order);
  }

  @Query(() => OrderType, {
    nullable: true,
    description:
      "A guest's order by the token of its confirmation; null when the token is forged or over, or an account has claimed the order.",
  })
  async orderByToken(
    @Arg('token', () => String, { description: 'The guestToken that orderPlace gave.' })
    token: string,
    @Context() ctx: Ctx,
  ): Promise<OrderType | null> {
    const opened = verifyGuestToken(token, ctx.config.internalSecrets);
    const order = opened && (await findOrder(ctx, opened.orderId));
    // An order that an account has claimed is opened by its log-in.
    return isVisible(order) && order.isGuest ? orderType(order) : null;
  }

  @Directive('@requiresScopes(scopes: [["read:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => OrderConnection, { nullable: true, description: 'All orders, the newest first.' })
  async orders(@Args(() => OrdersArgs) args: OrdersArgs, @Context() ctx: Ctx) {
    return findOrders(ctx, args.where ?? {}, args);
  }

  @Directive('@inaccessible')
  @Query(() => OrderType, {
    nullable: true,
    description: 'An order for other subgraphs; null for one that was never placed.',
  })
  async _order(
    @Arg('id', () => ID, { description: 'Id of the order.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<OrderType | null> {
    const order = await seeOrder(ctx, { id });
    return order && orderType(order);
  }
}
