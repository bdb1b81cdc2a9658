import { UserCreated, UserDeleted, UserUpdated, type UserReplica } from '@emporium/users/events';
import type { Ctx } from '@emporium/platform/context';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { NotificationServices } from '../services.js';
import { query } from '../tables.js';

async function keep(ctx: Ctx<unknown>, user: Pick<UserReplica, 'id' | 'version'> & Partial<UserReplica>, erased = false): Promise<void> {
  const known = erased ? { email: null, displayName: null } : { email: user.email ?? null, displayName: user.displayName ?? null };
  await query(ctx)
    .insertInto('Recipient')
    .values({ userId: user.id, ...known, version: user.version, erased })
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet({ ...known, version: user.version, erased })
        .where('Recipient.version', '<', user.version),
    )
    .execute();
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
