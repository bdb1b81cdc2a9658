import { asPayload } from '@emporium/graphql/as-payload';
import { batchByKey } from '@emporium/graphql/batch-by-key';
import { assumedListSize } from '@emporium/graphql/list-size';
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
import { OrderPayload } from '../order/order.payload.js';
import { orderType, OrderType } from '../order/order.type.js';
import type { OrderAnswer } from '../placing/place-order.js';
import { addNote } from './add-note.js';
import { OrderBulkJob, OrderBulkPayload } from './bulk-job.type.js';
import { findBulkJob } from './find-bulk-job.js';
import { notesOfOrders } from './notes-of-orders.js';
import { OrderNote } from './order-note.entity.js';
import {
  OrderAddressUpdateArgs,
  OrderBulkTransitionArgs,
  OrderNoteAddArgs,
  OrderTagsUpdateArgs,
} from './staff.inputs.js';
import { startBulk } from './start-bulk.js';
import { updateAddress } from './update-address.js';
import { updateTags } from './update-tags.js';

const payload = (ctx: Ctx, change: () => Promise<OrderAnswer>): Promise<OrderPayload> =>
  asPayload(ctx, async () => {
    const { order } = await change();
    return { order: order ? orderType(order) : null };
  });

@Resolver(() => OrderType)
export class StaffResolver {
  @Directive('@requiresScopes(scopes: [["read:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive(assumedListSize(3))
  @FieldResolver(() => [OrderNote], {
    nullable: true,
    description: 'What staff wrote about the order, the oldest first.',
  })
  async notes(@Root() { row }: OrderType, @Context() ctx: Ctx): Promise<OrderNote[]> {
    return (await batchByKey(ctx, notesOfOrders).load(row.id)) ?? [];
  }

  @Directive('@requiresScopes(scopes: [["read:order"]])')
  @Directive('@tag(name: "admin")')
  @FieldResolver(() => [String], { nullable: true, description: 'Tags that staff gave it.' })
  tags(@Root() { row }: OrderType): string[] {
    return row.tags;
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Adds a note that staff see and buyers do not.',
  })
  orderNoteAdd(
    @Args(() => OrderNoteAddArgs) args: OrderNoteAddArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => addNote(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Adds and removes tags, at most 50 in all, in small letters.',
  })
  orderTagsUpdate(
    @Args(() => OrderTagsUpdateArgs) args: OrderTagsUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => updateTags(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Mutation(() => OrderPayload, {
    nullable: true,
    description: 'Corrects where an order goes that is not sent yet.',
  })
  orderAddressUpdate(
    @Args(() => OrderAddressUpdateArgs) args: OrderAddressUpdateArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderPayload> {
    return payload(ctx, () => updateAddress(ctx, args));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Directive('@cost(weight: 50)')
  @Mutation(() => OrderBulkPayload, {
    nullable: true,
    description:
      'Moves up to 500 orders on, as orderTransition would do with each; they are changed one after the other.',
  })
  orderBulkTransition(
    @Args(() => OrderBulkTransitionArgs) args: OrderBulkTransitionArgs,
    @Context() ctx: Ctx,
  ): Promise<OrderBulkPayload> {
    return asPayload(ctx, async () => ({ job: await startBulk(ctx, args) }));
  }

  @Directive('@requiresScopes(scopes: [["update:order"]])')
  @Directive('@tag(name: "admin")')
  @Query(() => OrderBulkJob, {
    nullable: true,
    description: 'How far a bulk change is; null when there is none of this id.',
  })
  orderBulkJob(
    @Arg('id', () => ID, { description: 'Id of the job.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<OrderBulkJob | null> {
    return findBulkJob(ctx, id);
  }
}
