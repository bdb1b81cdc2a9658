import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { transitions } from '../order/order-status.js';

/** A check by one query whose rows (column `problem`) are the violations. */
function sqlCheck(id: string, title: string, query: string): InvariantCheck {
  return { id, title, run: async (ctx) => (await sqlRows<{ problem: string }>(ctx.em, query)).map((row) => row.problem) };
}

const legalSteps = Object.entries(transitions).flatMap(([from, next]) => next.map((to) => `('${from}', '${to}')`));
const VISIBLE = `o.status not in ('PLACING', 'REJECTED')`;

/** What must hold among the orders by themselves (reliability.md, Invariants). */
export const orderInvariants: InvariantCheck[] = [
  sqlCheck(
    'I5',
    'an order was paid if and only if a payment is recorded, never for another reason',
    `select 'order ' || id || ' is ' || status || ' with payment ' || coalesce(payment_id, 'none') as problem from orders.orders
     where (status in ('PAID', 'PROCESSING', 'SHIPPED', 'DELIVERED') and payment_id is null) or (paid_at is null) <> (payment_id is null)`,
  ),
  sqlCheck(
    'I7',
    'every idempotency key stands for an order, and no placement is stuck',
    `select 'key of operation ' || i.operation || ' names a missing order' as problem from orders.idempotency i
       where i.operation = 'orderPlace' and not exists (select 1 from orders.orders o where o.id = i.response ->> 'orderId')
     union all select 'order ' || id || ' is still PLACING' from orders.orders where status = 'PLACING' and give_up_at < now() - interval '1 minute'`,
  ),
  sqlCheck(
    'I10',
    'the total is the sum of frozen prices times quantities, in minor units',
    `select 'order ' || o.id || ' has total ' || o.total || ', lines say ' || coalesce(sum(l.unit_price * l.quantity - l.discount), 0) as problem
     from orders.orders o left join orders.order_line l on l.order_id = o.id where ${VISIBLE} group by o.id
     having o.total <> coalesce(sum(l.unit_price * l.quantity - l.discount), 0) + o.shipping or o.total <> coalesce(sum(l.total), 0) + o.shipping
       or count(l.id) = 0`,
  ),
  sqlCheck(
    'I11',
    'status moves only along the graph, history has no gap and ends at the status',
    `select 'order ' || h.order_id || ' went from ' || h.from_status || ' to ' || h.to_status as problem from orders.order_history h
       where h.from_status is not null and h.from_status <> h.to_status and (h.from_status, h.to_status) not in (${legalSteps.join(', ')})
     union all select 'order ' || o.id || ' has ' || count(h.seq) || ' history rows up to ' || max(h.seq) || ', counted ' || o.history_count
       from orders.orders o left join orders.order_history h on h.order_id = o.id where ${VISIBLE} group by o.id
       having count(h.seq) <> o.history_count or coalesce(max(h.seq), 0) <> o.history_count
     union all select 'order ' || o.id || ' is ' || o.status || ', its history ends at ' || h.to_status
       from orders.orders o join orders.order_history h on h.order_id = o.id and h.seq = o.history_count where ${VISIBLE} and h.to_status <> o.status
     union all select 'order ' || h.order_id || ' continues from ' || h.from_status || ' after ' || b.to_status
       from orders.order_history h join orders.order_history b on b.order_id = h.order_id and b.seq = h.seq - 1 where h.from_status <> b.to_status`,
  ),
  sqlCheck(
    'I15',
    'nothing personal is kept of an erased user',
    `select 'replica of erased user ' || id || ' holds personal data' as problem from orders.denormalized_users where deleted and (email is not null or name is not null)
     union all select 'order ' || o.id || ' still names an erased user' from orders.orders o join orders.denormalized_users u on u.id = o.user_id where u.deleted`,
  ),
];
