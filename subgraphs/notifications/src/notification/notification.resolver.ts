import { asEntity } from '@emporium/db/as-entity';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import { connectionListSize } from '@emporium/graphql/list-size';
import { connectionType, ForwardPageArgs } from '@emporium/graphql/paging';
import {
  Arg,
  Args,
  ArgsType,
  Ctx as Context,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';
import { listNotifications } from './list-notifications.js';
import { markRead } from './mark-read.js';
import { Notification } from './notification.entity.js';
import { OrderStub, ProductStub, UserStub } from './stubs.js';
import { visibleTo } from './visible-to.js';

const { Connection: NotificationConnection } = connectionType('Notification', () => Notification, {
  uncounted: true,
});

@ArgsType()
class NotificationsArgs extends ForwardPageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Number of items, 1 to 100.' })
  override first?: number | null;
  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only those not read yet.',
  })
  unreadOnly?: boolean | null;
}

async function load(ctx: Ctx, ids: readonly string[]): Promise<(Notification | null)[]> {
  const rows = await query(ctx)
    .selectFrom('Notification')
    .selectAll()
    .where('id', 'in', ids)
    .execute();
  return inKeyOrder(
    ids,
    rows.map((row) => asEntity(Notification, row)),
    (row) => row.id,
  ).map((row) => visibleTo(ctx, row));
}

/** Answers references to notifications. */
export const resolveNotifications = (ctx: Ctx, references: readonly { id?: string }[]) =>
  load(
    ctx,
    references.map((r) => r.id ?? ''),
  );

/** Answers references to users, to whom this subgraph adds the inbox. */
export const resolveUsers = async (_ctx: Ctx, references: readonly { id?: string }[]) =>
  references.map(({ id }) => Object.assign(new UserStub(), { id }));

@Resolver(() => Notification)
export class NotificationResolver {
  @Query(() => Notification, {
    nullable: true,
    description: 'A notification by id: one of your own, or one for everybody.',
  })
  notification(
    @Arg('id', () => ID, { description: 'Notification id.' }) id: string,
    @Context() ctx: Ctx,
  ): Promise<Notification | null> {
    return batchByKey(ctx, load).load(id);
  }

  @FieldResolver(() => OrderStub, { nullable: true, description: 'The order it is about.' })
  order(@Root() notification: Notification): OrderStub | null {
    return notification.orderId ? { id: notification.orderId } : null;
  }

  @FieldResolver(() => ProductStub, { nullable: true, description: 'The product it is about.' })
  product(@Root() notification: Notification): ProductStub | null {
    return notification.productId ? { id: notification.productId } : null;
  }

  @Directive('@authenticated')
  @Mutation(() => Int, {
    nullable: true,
    description: 'Marks up to 100 of your notifications as read; answers how many were unread.',
  })
  notificationMarkRead(
    @Arg('ids', () => [ID], { description: 'Notification ids.' }) ids: string[],
    @Context() ctx: Ctx,
  ): Promise<number> {
    return markRead(ctx, ids);
  }

  // The gateway runs subscriptions: it hears of a notification and asks for it with the
  // subscriber's own selection.
  @Directive('@authenticated')
  @Subscription(() => Notification, {
    nullable: true,
    topics: 'never',
    description: 'Your own notifications as they arrive.',
  })
  notificationReceived(): Notification | null {
    return null;
  }

  @Subscription(() => Notification, {
    nullable: true,
    topics: 'never',
    description: 'New products as they appear.',
  })
  productCreated(): Notification | null {
    return null;
  }
}

@Resolver(() => UserStub)
export class UserNotificationsResolver {
  @Directive('@authenticated')
  @Directive(connectionListSize(20))
  @FieldResolver(() => NotificationConnection, {
    nullable: true,
    description: 'The inbox, newest first; only your own.',
  })
  notifications(
    @Root() user: UserStub,
    @Args(() => NotificationsArgs) args: NotificationsArgs,
    @Context() ctx: Ctx,
  ) {
    return listNotifications(ctx, user.id, args);
  }
}
