import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import type { Ctx, PaymentsServices } from '../context.js';
import { PaymentStatus, REFUNDABLE_STATUSES } from '../payment/payment-status.js';
import { query } from '../tables.js';
import { overOrders } from './over-orders.js';
import { requestedRefunds } from './requested-refunds.js';

/**
 * What must hold among the payments by themselves, after quiescence (docs/invariants.md,
 * Invariants).
 */
export const paymentInvariants: InvariantCheck<PaymentsServices>[] = [
  {
    id: 'I5',
    title: 'captured money of a cancelled order is refunded; nothing is left unknown or unsent',
    run: openEnds,
  },
  {
    id: 'I6',
    title: 'what is refunded is the sum of the refunds and at most the charge',
    run: overOrders(refundProblems),
  },
  {
    id: 'I6',
    title: 'what orders asked to have returned was returned',
    run: overOrders(requestedRefunds),
  },
  {
    id: 'I8',
    title: 'every idempotency key of paymentCreate stands for a payment',
    run: keyProblems,
  },
];

async function openEnds(ctx: Ctx, progress?: (text: string) => void): Promise<string[]> {
  const perOrder = overOrders(async (of, range) => [
    ...(await unreturned(of, range)),
    ...(await doubleCharges(of, range)),
  ]);
  return [
    ...(await perOrder(ctx, progress)),
    ...(await unknownOutcomes(ctx)),
    ...(await unsentRefunds(ctx)),
  ];
}

async function unreturned(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow as p')
    .innerJoin('Payable as o', 'o.orderId', 'p.orderId')
    .select(['p.id', 'p.orderId', 'p.status'])
    .where('o.orderId', '>', range.after)
    .where('o.orderId', '<=', range.upTo)
    .where('o.cancelled', '=', true)
    .where('p.status', 'in', REFUNDABLE_STATUSES)
    .execute();
  return rows.map(
    ({ id, orderId, status }) => `payment ${id} of cancelled order ${orderId} is ${status}`,
  );
}

async function doubleCharges(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select((eb) => ['orderId', eb.fn.countAll<number>().as('charges')])
    .where('orderId', '>', after)
    .where('orderId', '<=', upTo)
    .where('capturedAt', 'is not', null)
    .groupBy('orderId')
    .having((eb) => eb.fn.countAll<number>(), '>', 1)
    .execute();
  return rows.map(({ orderId, charges }) => `order ${orderId} has ${charges} charges`);
}

const LONG_AGO = sql<Date>`now() - interval '5 minutes'`;

async function unknownOutcomes(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'createdAt'])
    .where('status', 'in', [PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION])
    .where('createdAt', '<', LONG_AGO)
    .execute();
  return rows.map(
    ({ id, createdAt }) => `outcome of payment ${id} is unknown since ${createdAt.toISOString()}`,
  );
}

async function unsentRefunds(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('RefundRow')
    .select(['id', 'status'])
    .where((eb) =>
      eb.or([
        eb('status', '=', 'FAILED').and('automatic', '=', true),
        eb('status', '=', 'PENDING').and('createdAt', '<', LONG_AGO),
      ]),
    )
    .execute();
  return rows.map(({ id, status }) => `refund ${id} is ${status}`);
}

async function refundProblems(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow as p')
    .leftJoin('RefundRow as r', (join) =>
      join.onRef('r.paymentId', '=', 'p.id').on('r.status', '=', 'SUCCEEDED'),
    )
    .where('p.orderId', '>', after)
    .where('p.orderId', '<=', upTo)
    .groupBy('p.id')
    .select((eb) => [
      'p.id',
      'p.amount',
      'p.refunded',
      sql<number>`coalesce(sum(${eb.ref('r.amount')}), 0)::bigint`.as('returned'),
    ])
    .execute();
  return rows
    .filter((row) => row.refunded !== row.returned || row.refunded > row.amount)
    .map((row) => `payment ${row.id} has refunded ${row.refunded}, refunds say ${row.returned}`);
}

async function keyProblems(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('IdempotencyRecord as i')
    .select('i.key')
    .where('i.operation', '=', 'paymentCreate')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('PaymentRow as p')
            .select('p.id')
            .where('p.id', '=', sql<string>`${eb.ref('i.response')} ->> 'paymentId'`),
        ),
      ),
    )
    .execute();
  return rows.map(() => 'a key of paymentCreate names a missing payment');
}
