import { sql, type RawBuilder } from 'kysely';
import { registerEnumType } from 'type-graphql';

export enum DraftOrderStatus {
  OPEN = 'OPEN',
  SENT = 'SENT',
  ACCEPTED = 'ACCEPTED',
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(DraftOrderStatus, {
  name: 'DraftOrderStatus',
  description: 'Where a draft stands. New values may come.',
  valuesConfig: {
    OPEN: { description: 'Being prepared, or its order could not be placed.' },
    SENT: { description: 'Its order waits for the payment of the buyer.' },
    ACCEPTED: { description: 'Its order is paid; it goes on as every order.' },
    CANCELLED: { description: 'Staff gave it up.' },
    EXPIRED: {
      description: 'Its time is over, or that of its order; a change opens it again.',
    },
  },
});

/** Where a draft `d` with its order `o`, if any, stands. */
export const draftStatus: RawBuilder<DraftOrderStatus> = sql`case
  when d.status <> 'SENT' then d.status
  when o.status is null or o.status = 'REJECTED' then 'OPEN'
  when o.status in ('PLACING', 'PENDING') then 'SENT'
  when o.status = 'CANCELLED' and o.paid_at is null then 'EXPIRED'
  else 'ACCEPTED' end`;
