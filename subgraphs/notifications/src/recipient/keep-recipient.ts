import { UserCreated, UserDeleted, UserUpdated, type UserChange } from '@emporium/users-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { Ctx, NotificationServices } from '../context.js';
import { query } from '../tables.js';
import { askRecipient } from './ask-recipient.js';
import { eraseRecipient } from './erase-recipient.js';

async function keep(ctx: Ctx, { id, version }: UserChange): Promise<void> {
  const known = await query(ctx).selectFrom('Recipient').select('version').where('userId', '=', id).executeTakeFirst();
  if (!known || known.version < version) await askRecipient(ctx, id);
}

/**
 * Keeps names and addresses of users for mails. The events do not carry them, so users is asked; while it is away the event waits. An
 * erased user leaves a tombstone without either.
 */
export const recipientConsumer: Consumer<NotificationServices> = {
  group: 'notifications-recipients',
  mode: 'versioned',
  handlers: [
    on(UserCreated, (ctx, event) => keep(ctx, event.data)),
    on(UserUpdated, (ctx, event) => keep(ctx, event.data)),
    on(UserDeleted, (ctx, event) => eraseRecipient(ctx, event.data)),
  ],
};
