import { UserCreated, UserDeleted, UserUpdated, type UserReplica } from '@emporium/users/events';
import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '@emporium/platform/context';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../services.js';

async function keep(ctx: Ctx<unknown>, user: Pick<UserReplica, 'id' | 'version'> & Partial<UserReplica>, erased = false): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into notifications.recipient (user_id, email, display_name, version, erased) values (?, ?, ?, ?, ?)
     on conflict (user_id) do update set email = excluded.email, display_name = excluded.display_name, version = excluded.version, erased = excluded.erased
     where recipient.version < excluded.version`,
    [user.id, erased ? null : (user.email ?? null), erased ? null : (user.displayName ?? null), user.version, erased],
  );
}

/** Keeps names and addresses of users for mails; an erased user leaves a tombstone without either. */
export const recipientConsumer: Consumer<NotificationServices> = {
  group: 'notifications-recipients',
  mode: 'versioned',
  handlers: [
    on(UserCreated, (ctx, event) => keep(ctx, event.data)),
    on(UserUpdated, (ctx, event) => keep(ctx, event.data)),
    on(UserDeleted, (ctx, event) => keep(ctx, event.data, true)),
  ],
};
