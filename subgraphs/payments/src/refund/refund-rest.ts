import { newId } from '@emporium/db/new-id';
import { sqlRun } from '@emporium/db/sql';
import type { Ctx } from '../payments-services.js';

/**
 * Orders, in the running transaction, that whatever is still held of an order's money goes back, once per payment. The caller has locked
 * the order's row. The job sends it.
 */
export async function refundRest(ctx: Ctx, orderId: string, reason: string): Promise<void> {
  await sqlRun(
    ctx.em,
    `insert into payments.refund (id, payment_id, amount, currency, reason, automatic, provider_key)
     select ?, p.id, p.amount - coalesce(r.returned, 0), p.currency, ?, true, 'auto:' || p.id
     from payments.payment p
     left join lateral (select sum(amount) as returned from payments.refund where payment_id = p.id and status <> 'FAILED') r on true
     where p.order_id = ? and p.status in ('CAPTURED', 'PARTIALLY_REFUNDED') and p.amount > coalesce(r.returned, 0)
     on conflict (provider_key) do nothing`,
    [newId('ref'), reason, orderId],
  );
}
