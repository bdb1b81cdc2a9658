import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { PaymentStatus, REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';

/** Statuses in which a payment keeps money, ours or set aside. */
const KEEPING = [PaymentStatus.AUTHORIZED, ...REFUNDABLE_STATUSES];

/** I5 among the payments of a range of orders: kept money of cancelled ones, and too much money. */
export async function chargeProblems(ctx: Ctx, range: Range): Promise<string[]> {
  return [
    ...(await unreturned(ctx, range)),
    ...(await doubleCharges(ctx, range)),
    ...(await overpaid(ctx, range)),
  ];
}

/**
 * What came without a provider waits for a person who pays it out: refunds of all of it are on
 * record.
 */
async function unreturned(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow as p')
    .innerJoin('Payable as o', 'o.orderId', 'p.orderId')
    .select(['p.id', 'p.orderId', 'p.status'])
    .where('o.orderId', '>', range.after)
    .where('o.orderId', '<=', range.upTo)
    .where('o.cancelled', '=', true)
    .where('p.status', 'in', KEEPING)
    .where((eb) =>
      eb.or([
        eb('p.kind', '<>', 'OFFLINE'),
        eb(
          eb('p.amount', '-', eb.ref('p.refunded')),
          '>',
          eb
            .selectFrom('RefundRow as r')
            .select((r) => sql<number>`coalesce(sum(${r.ref('r.amount')}), 0)`.as('awaited'))
            .whereRef('r.paymentId', '=', 'p.id')
            .where('r.status', '=', 'PENDING'),
        ),
      ]),
    )
    .execute();
  return rows.map(
    ({ id, orderId, status }) => `payment ${id} of cancelled order ${orderId} is ${status}`,
  );
}

async function doubleCharges(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select((eb) => ['orderId', 'round', eb.fn.countAll<number>().as('charges')])
    .where('orderId', '>', after)
    .where('orderId', '<=', upTo)
    .where('kind', '=', 'PROVIDER')
    .where('capturedAt', 'is not', null)
    .groupBy(['orderId', 'round'])
    .having((eb) => eb.fn.countAll<number>(), '>', 1)
    .execute();
  return rows.map(
    ({ orderId, round, charges }) =>
      `order ${orderId} has ${charges} charges${round > 0 ? ` after change ${round}` : ''}`,
  );
}

async function overpaid(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow as p')
    .innerJoin('Payable as o', 'o.orderId', 'p.orderId')
    .select((eb) => [
      'o.orderId',
      'o.total',
      sql<number>`sum(${eb.ref('p.amount')} - ${eb.ref('p.refunded')})::bigint`.as('kept'),
    ])
    .where('o.orderId', '>', after)
    .where('o.orderId', '<=', upTo)
    .where('o.total', 'is not', null)
    .where('o.cancelled', '=', false)
    .where('p.status', 'in', KEEPING)
    // Its surplus waits for a person who pays it out.
    .where('p.kind', '<>', 'OFFLINE')
    .groupBy(['o.orderId', 'o.total'])
    .having(
      (eb) =>
        sql<boolean>`sum(${eb.ref('p.amount')} - ${eb.ref('p.refunded')}) > ${eb.ref('o.total')}`,
    )
    .execute();
  return rows.map(({ orderId, total, kept }) => `order ${orderId} over ${total} keeps ${kept}`);
}
