import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize, connectionListSize } from '@emporium/graphql/list-size';
import { money, MoneyType } from '@emporium/graphql/money.type';
import { ForwardPageArgs } from '@emporium/graphql/paging';
import type { Ctx } from '@emporium/platform/context';
import { Args, Ctx as Context, Directive, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { FulfillmentStatus, fulfillmentStatusOf } from '../fulfillment/fulfillment-status.js';
import { Fulfillment } from '../fulfillment/fulfillment.entity.js';
import { fulfillmentsOfOrders } from '../fulfillment/find-fulfillments.js';
import { OrderEventConnection } from '../history/order-event.type.js';
import { orderHistory } from '../history/order-history.js';
import { OrderRefund } from '../refund/order-refund.type.js';
import { refundsOfOrders } from '../refund/refunds-of-orders.js';
import { returnsOfOrders } from '../return/find-returns.js';
import { Return } from '../return/return.entity.js';
import { payableOf } from './amount-due.js';
import { UserStub } from './user-stub.type.js';
import { linesOfOrders } from './order-lines.js';
import { orderLineType, OrderLineType } from './order-line.type.js';
import { OrderStatus, staffTransitions } from './order-status.js';
import { OrderType } from './order.type.js';

@Resolver(() => OrderType)
export class OrderFieldsResolver {
  @FieldResolver(() => UserStub, {
    nullable: true,
    description: 'The buyer; null for guests and erased users.',
  })
  customer(@Root() order: OrderType): UserStub | null {
    return order.row.userId ? { id: order.row.userId } : null;
  }

  @Directive(assumedListSize(10))
  @FieldResolver(() => [OrderLineType], { description: 'What was ordered.' })
  async lines(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<OrderLineType[]> {
    const lines = await batchByKey(ctx, linesOfOrders).load(row.id);
    return (lines ?? []).map((line) => orderLineType(line, row.currency, ctx.config.publicUrl));
  }

  @Directive(assumedListSize(2))
  @FieldResolver(() => [Fulfillment], { description: 'Parcels.' })
  async fulfillments(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<Fulfillment[]> {
    return (await batchByKey(ctx, fulfillmentsOfOrders).load(row.id)) ?? [];
  }

  @Directive(assumedListSize(2))
  @FieldResolver(() => [Return], { description: 'What goes or went back.' })
  async returns(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<Return[]> {
    return (await batchByKey(ctx, returnsOfOrders).load(row.id)) ?? [];
  }

  @Directive(assumedListSize(2))
  @FieldResolver(() => [OrderRefund], { description: 'Money that goes back for some lines.' })
  async refunds(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<OrderRefund[]> {
    return (await batchByKey(ctx, refundsOfOrders).load(row.id)) ?? [];
  }

  @FieldResolver(() => FulfillmentStatus, { description: 'How much of it is in parcels.' })
  async fulfillmentStatus(
    @Root() { row }: OrderType,
    @Context() ctx: Ctx,
  ): Promise<FulfillmentStatus> {
    return fulfillmentStatusOf((await batchByKey(ctx, linesOfOrders).load(row.id)) ?? []);
  }

  @Directive(connectionListSize(20))
  @FieldResolver(() => OrderEventConnection, {
    description: 'What happened to the order, oldest first.',
  })
  async history(
    @Root() { row }: OrderType,
    @Args(() => ForwardPageArgs) args: ForwardPageArgs,
    @Context() ctx: Ctx,
  ) {
    return orderHistory(ctx, row, args);
  }

  @Directive('@inaccessible')
  @FieldResolver(() => MoneyType, {
    description:
      'What all payments of the order come to: its total, and what went back because a change made it cheaper.',
  })
  payable(@Root() { row }: OrderType): MoneyType {
    return money(payableOf(row), row.currency);
  }

  @Directive('@inaccessible')
  @FieldResolver(() => Int, {
    description: 'Changes by staff after which something was to be paid again.',
  })
  _paymentRound(@Root() { row }: OrderType): number {
    return row.paymentRound;
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => [OrderStatus], {
    nullable: true,
    description: 'Where orderTransition may take the order now.',
  })
  allowedTransitions(@Root() { row }: OrderType): OrderStatus[] {
    return staffTransitions(row);
  }
}
