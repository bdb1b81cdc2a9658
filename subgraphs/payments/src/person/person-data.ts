import { personDataPage, type PersonDataPage } from '@emporium/graphql/person-data.type';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

const PAGE = 100;

/**
 * A page of what the user has paid, by order: payments and refunds in minor units. Card numbers are
 * the provider's alone; its references are left out, because they open something there.
 */
export async function personData(
  ctx: Ctx,
  userId: string,
  after: string | null,
): Promise<PersonDataPage> {
  const payables = await query(ctx)
    .selectFrom('Payable')
    .select('orderId')
    .where('userId', '=', userId)
    .where('orderId', '>', after ?? '')
    .orderBy('orderId')
    .limit(PAGE + 1)
    .execute();
  const ids = payables.slice(0, PAGE).map(({ orderId }) => orderId);
  const next = payables.length > PAGE ? ids.at(-1)! : null;
  if (ids.length === 0) return personDataPage({ payments: [], refunds: [] });
  const payments = await query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'orderId', 'status', 'amount', 'captured', 'refunded', 'currency'])
    .select(['provider', 'kind', 'method', 'createdAt', 'capturedAt'])
    .where('orderId', 'in', ids)
    .orderBy('id')
    .execute();
  const refunds = await query(ctx)
    .selectFrom('RefundRow as r')
    .innerJoin('PaymentRow as p', 'p.id', 'r.paymentId')
    .select([
      'r.id',
      'r.paymentId',
      'r.amount',
      'r.currency',
      'r.status',
      'r.reason',
      'r.createdAt',
    ])
    .where('p.orderId', 'in', ids)
    .orderBy('r.id')
    .execute();
  return personDataPage({ payments, refunds }, next);
}
