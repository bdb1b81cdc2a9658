import type { EventData } from '@emporium/bus/define-event';
import type { Envelope } from '@emporium/bus/envelope';
import { StockChanged } from '@emporium/catalog-events';
import { PaymentDisputed } from '@emporium/payments-events';
import { on, type Consumer } from '@emporium/platform/define-subgraph';
import type { Ctx, NotificationServices } from '../context.js';
import { queueStaffMails } from '../mail/queue-mail.js';
import { recordStock } from './record-stock.js';

/** Once for each step of a dispute, by whichever event it is told. */
async function disputed(
  ctx: Ctx,
  { data }: Envelope<EventData<typeof PaymentDisputed>>,
): Promise<void> {
  const { disputeId, status, reason, amount, orderId } = data;
  await queueStaffMails(ctx, {
    cause: `${disputeId} ${status}`,
    template: 'payment-disputed',
    orderId,
    fields: { amount, dispute: { id: disputeId, status, reason } },
  });
}

/** Turns events into mails to staff. Each handler is harmless to repeat. */
export const staffConsumer: Consumer<NotificationServices> = {
  group: 'notifications-staff',
  mode: 'versioned',
  handlers: [on(StockChanged, recordStock), on(PaymentDisputed, disputed)],
};
