import { asPayload } from '@emporium/graphql/as-payload';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, Mutation, Resolver } from 'type-graphql';
import { placeOrder, type OrderAnswer } from '../placing/place-order.js';
import { requestReturn } from '../return/request-return.js';
import { cancelLines } from './cancel-lines.js';
import { cancelOrder } from './cancel-order.js';
import {
  OrderCancelArgs,
  OrderLinesCancelArgs,
  OrderPlaceArgs,
  OrderReturnRequestArgs,
  OrderTransitionArgs,
} from './order.inputs.js';
import { orderType } from './order.type.js';
import { transitionOrder } from './transition-order.js';
import { OrderPayload } from './order.payload.js';

const payload = (ctx: Ctx, change: () => Promise<OrderAnswer>): Promise<OrderPayload> =>
  asPayload(ctx, async () => {
    const { order, ...rest } = await change();
    return { ...rest, order: order ? orderType(order) : null };
  });

@Resolver()
export class OrderMutationsResolver {
  @Directive('@cost(weight: 50)')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      'Orders what is in a cart: all of it or nothing. Without login it makes a guest order.',
  })
  orderPlace(
    @Args(() => OrderPlaceArgs) args: OrderPlaceArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => placeOrder(ctx, args));
  }

  @Directive('@cost(weight: 20)')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Cancels an order that was not shipped: units and money go back once.',
  })
  orderCancel(
    @Args(() => OrderCancelArgs) args: OrderCancelArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => cancelOrder(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Moves an order on, as allowedTransitions says.',
  })
  orderTransition(
    @Args(() => OrderTransitionArgs) args: OrderTransitionArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => transitionOrder(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 20)')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description:
      'Cancels units of a paid order that are not sent: they and their share of the money go back once. With the last one the order is CANCELLED.',
  })
  orderLinesCancel(
    @Args(() => OrderLinesCancelArgs) args: OrderLinesCancelArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => cancelLines(ctx, args));
  }

  @Directive('@authenticated')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Asks to send units of a delivered order back.',
  })
  orderReturnRequest(
    @Args(() => OrderReturnRequestArgs) args: OrderReturnRequestArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => requestReturn(ctx, args));
  }
}
