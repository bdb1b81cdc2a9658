import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { PaymentsServices } from '../payments-services.js';

/** A check by one query whose rows (column `problem`) are the violations. */
function sqlCheck(id: string, title: string, query: string): InvariantCheck<PaymentsServices> {
  return { id, title, run: async (ctx) => (await sqlRows<{ problem: string }>(ctx.em, query)).map((row) => row.problem) };
}

/** What must hold among the payments by themselves, after quiescence (reliability.md, Invariants). */
export const paymentInvariants: InvariantCheck<PaymentsServices>[] = [
  sqlCheck(
    'I5',
    'captured money of a cancelled order is refunded; nothing is left unknown or unsent',
    `select 'payment ' || p.id || ' of cancelled order ' || p.order_id || ' is ' || p.status as problem
       from payments.payment p join payments.payable o on o.order_id = p.order_id where o.cancelled and p.status in ('CAPTURED', 'PARTIALLY_REFUNDED')
     union all select 'order ' || order_id || ' has ' || count(*) || ' charges' from payments.payment where captured_at is not null
       group by order_id having count(*) > 1
     union all select 'outcome of payment ' || id || ' is unknown since ' || created_at from payments.payment
       where status in ('PENDING', 'REQUIRES_ACTION') and created_at < now() - interval '5 minutes'
     union all select 'refund ' || id || ' is ' || status from payments.refund
       where status = 'FAILED' and automatic or status = 'PENDING' and created_at < now() - interval '5 minutes'`,
  ),
  sqlCheck(
    'I6',
    'what is refunded is the sum of the refunds and at most the charge',
    `select 'payment ' || p.id || ' has refunded ' || p.refunded || ', refunds say ' || coalesce(sum(r.amount), 0) as problem
     from payments.payment p left join payments.refund r on r.payment_id = p.id and r.status = 'SUCCEEDED' group by p.id
     having p.refunded <> coalesce(sum(r.amount), 0) or p.refunded > p.amount`,
  ),
  sqlCheck(
    'I8',
    'every idempotency key of paymentCreate stands for a payment',
    `select 'a key of paymentCreate names a missing payment' as problem from payments.idempotency i where i.operation = 'paymentCreate'
       and not exists (select 1 from payments.payment p where p.id = i.response ->> 'paymentId')`,
  ),
];
