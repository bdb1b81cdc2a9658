import { UserCreated, UserDeleted, UserUpdated, type UserChange } from '@emporium/users-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { Ctx, NotificationServices } from '../context.js';
import { eraseRecipient } from './erase-recipient.js';
import { storeRecipient } from './store-recipient.js';

const keep = (ctx: Ctx, { id, version }: UserChange) =>
  storeRecipient(ctx, { userId: id, version, erased: false });

/**
 * Keeps which users there are; an erased one leaves a tombstone, to whom nothing is sent any more.
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
