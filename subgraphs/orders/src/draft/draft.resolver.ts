import { asPayload } from '@emporium/graphql/as-payload';
import { connectionListSize } from '@emporium/graphql/list-size';
import { money } from '@emporium/graphql/money.type';
import type { Ctx } from '@emporium/platform/context';
import {
  Arg,
  Args,
  Ctx as Context,
  Directive,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { findOrder } from '../order/load-order.js';
import { isVisible } from '../order/order.entity.js';
import { orderType, OrderType } from '../order/order.type.js';
import { UserStub } from '../order/user-stub.type.js';
import {
  DraftOrderCreateArgs,
  DraftOrdersArgs,
  DraftOrderSendArgs,
  DraftOrderUpdateArgs,
  DraftOrderVersionArgs,
} from './draft.inputs.js';
import { DraftOrderPayload, DraftOrderTotals } from './draft.payload.js';
import { DraftOrderConnection, draftOrderType, DraftOrderType } from './draft.type.js';
import { findDrafts } from './find-drafts.js';
import { loadDraft, type Draft } from './load-draft.js';
import { priceDraft } from './price-draft.js';
import { sendDraft } from './send-draft.js';
import { cancelDraft, createDraft, updateDraft } from './write-draft.js';

const payload = (ctx: Ctx, change: () => Promise<Draft>): Promise<DraftOrderPayload> =>
  asPayload(ctx, async () => ({ draftOrder: draftOrderType(await change()) }));

@Resolver(() => DraftOrderType)
export class DraftResolver {
  @Directive('@requiresScopes(scopes: [["read:order"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => DraftOrderType, {
    nullable: true,
    description: 'A draft by its id; null when there is none.',
  })
  async draftOrder(
    @Arg('draftOrderId', () => ID, { description: 'Id of the draft.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderType | null> {
    const found = await loadDraft(ctx, id);
    return found && draftOrderType(found);
  }

  @Directive('@requiresScopes(scopes: [["read:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive(connectionListSize(20, ['first'], true))
  @Query(() => DraftOrderConnection, {
    nullable: true,
    description: 'Drafts, the newest first.',
  })
  draftOrders(@Args(() => DraftOrdersArgs) args: DraftOrdersArgs, @Context() ctx: Ctx) {
    return findDrafts(ctx, args);
  }

  @FieldResolver(() => UserStub, {
    nullable: true,
    description: 'The buyer, when it is a user.',
  })
  customer(@Root() { row }: DraftOrderType): UserStub | null {
    return row.userId ? { id: row.userId } : null;
  }

  @FieldResolver(() => OrderType, {
    nullable: true,
    description: 'The order that it was sent as; null before, and when that could not be placed.',
  })
  async order(@Root() { row }: DraftOrderType, @Context() ctx: Ctx): Promise<OrderType | null> {
    const order = row.orderId ? await findOrder(ctx, row.orderId) : null;
    return isVisible(order) ? orderType(order) : null;
  }

  @Directive('@cost(weight: 20)')
  @FieldResolver(() => DraftOrderTotals, {
    nullable: true,
    description: 'What it would cost if it was sent now; holds nothing.',
  })
  async totals(
    @Root() { row }: DraftOrderType,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderTotals | null> {
    const amount = ({ minor, currency }: { minor: number; currency: string }) =>
      money(minor, currency);
    return asPayload(ctx, async () => {
      const totals = await priceDraft(ctx, row);
      return {
        subtotal: amount(totals.subtotal),
        discount: amount(totals.discount),
        shipping: amount(totals.shippingTotal),
        tax: amount(totals.tax),
        total: amount(totals.total),
      };
    });
  }

  @Directive('@requiresScopes(scopes: [["create:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => DraftOrderPayload, {
    nullable: true,
    description: 'Prepares an order for a buyer; nothing is held and nobody is told.',
  })
  draftOrderCreate(
    @Args(() => DraftOrderCreateArgs) args: DraftOrderCreateArgs,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderPayload> {
    return payload(ctx, () => createDraft(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["create:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => DraftOrderPayload, {
    nullable: true,
    description:
      'Makes a draft what it shall be. One that was sent and is not paid is called back: its order is cancelled.',
  })
  draftOrderUpdate(
    @Args(() => DraftOrderUpdateArgs) args: DraftOrderUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderPayload> {
    return payload(ctx, () => updateDraft(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["create:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => DraftOrderPayload, {
    nullable: true,
    description: 'Gives a draft up that is not paid, and cancels its order.',
  })
  draftOrderCancel(
    @Args(() => DraftOrderVersionArgs) args: DraftOrderVersionArgs,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderPayload> {
    return payload(ctx, () => cancelDraft(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["create:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => DraftOrderPayload, {
    nullable: true,
    description:
      'Places the order of a draft and sends it to its buyer, with a link by which it is paid. Its units are held meanwhile.',
  })
  draftOrderSend(
    @Args(() => DraftOrderSendArgs) args: DraftOrderSendArgs,
    @Context() ctx: Ctx,
  ): Promise<DraftOrderPayload> {
    return asPayload(ctx, async () => {
      const { sent, ...draft } = await sendDraft(ctx, args);
      return { draftOrder: draftOrderType(draft), guestToken: sent.guestToken ?? null };
    });
  }
}
