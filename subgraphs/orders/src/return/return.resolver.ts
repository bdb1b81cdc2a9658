import { asPayload } from '@emporium/graphql/as-payload';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { connectionListSize } from '@emporium/graphql/list-size';
import type { Ctx } from '@emporium/platform/context';
import {
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { resolveOrders } from '../order/order-references.js';
import { orderType, OrderType } from '../order/order.type.js';
import type { ReturnAnswer } from './change-return.js';
import { approveReturn, closeReturn, declineReturn } from './decide-return.js';
import { listReturns } from './list-returns.js';
import { receiveReturn } from './receive-return.js';
import { refundReturn } from './refund-return.js';
import { Return, ReturnStatus, returnTransitions } from './return.entity.js';
import {
  ReturnDeclineArgs,
  ReturnReceiveArgs,
  ReturnRefundArgs,
  ReturnsArgs,
  ReturnVersionArgs,
} from './return.inputs.js';
import { ReturnConnection, ReturnPayload } from './return.payload.js';

const payload = (ctx: Ctx, change: () => Promise<ReturnAnswer>): Promise<ReturnPayload> =>
  asPayload(ctx, async () => {
    const answer = await change();
    return { return: answer.return, order: orderType(answer.order) };
  });

const ordersOfReturns = (ctx: Ctx, ids: readonly string[]) =>
  resolveOrders(
    ctx,
    ids.map((id) => ({ id })),
  );

@Resolver(() => Return)
export class ReturnResolver {
  @FieldResolver(() => OrderType, {
    nullable: true,
    description: 'The order whose goods go back; null when the caller may not see it.',
  })
  order(@Root() { orderId }: Return, @Context() ctx: Ctx): Promise<OrderType | null> {
    return batchByKey(ctx, ordersOfReturns).load(orderId);
  }

  @FieldResolver(() => [ReturnStatus], { description: 'Where the return may go from here.' })
  allowedTransitions(@Root() { status }: Return): ReturnStatus[] {
    return [...returnTransitions[status]];
  }

  @Directive('@requiresScopes(scopes: [["read:return"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => ReturnConnection, {
    nullable: true,
    description: 'Returns of all orders, the newest first.',
  })
  returns(@Args(() => ReturnsArgs) args: ReturnsArgs, @Context() ctx: Ctx) {
    return listReturns(ctx, args);
  }

  @Directive('@requiresScopes(scopes: [["update:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description: 'Lets the buyer send the goods back.',
  })
  returnApprove(
    @Args(() => ReturnVersionArgs) args: ReturnVersionArgs,
    @Context() ctx: Ctx,
  ): Promise<ReturnPayload> {
    return payload(ctx, () => approveReturn(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description: 'Refuses a return; its units may be asked for again.',
  })
  returnDecline(
    @Args(() => ReturnDeclineArgs) args: ReturnDeclineArgs,
    @Context() ctx: Ctx,
  ): Promise<ReturnPayload> {
    return payload(ctx, () => declineReturn(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description: 'Notes that goods came back; good ones go back to stock, once.',
  })
  returnReceive(
    @Args(() => ReturnReceiveArgs) args: ReturnReceiveArgs,
    @Context() ctx: Ctx,
  ): Promise<ReturnPayload> {
    return payload(ctx, () => receiveReturn(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["refund:payment"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 20)')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description: 'Returns money for goods that came back, never more than was paid for them.',
  })
  returnRefund(
    @Args(() => ReturnRefundArgs) args: ReturnRefundArgs,
    @Context() ctx: Ctx,
  ): Promise<ReturnPayload> {
    return payload(ctx, () => refundReturn(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:return"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => ReturnPayload, {
    nullable: true,
    description: 'Settles a return: nothing more comes back or is paid for it.',
  })
  returnClose(
    @Args(() => ReturnVersionArgs) args: ReturnVersionArgs,
    @Context() ctx: Ctx,
  ): Promise<ReturnPayload> {
    return payload(ctx, () => closeReturn(ctx, args));
  }
}
