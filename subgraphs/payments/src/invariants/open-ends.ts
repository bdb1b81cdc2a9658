import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { PaymentStatus } from '../payment/payment-status.js';
import { query } from '../tables.js';

const LONG_AGO = sql<Date>`now() - interval '5 minutes'`;

/** I5: outcomes that nobody knows, what was never sent, and money that is not set aside any more. */
export async function openEnds(ctx: Ctx): Promise<string[]> {
  return [
    ...(await unknownOutcomes(ctx)),
    ...(await unsentRefunds(ctx)),
    ...(await unsentCaptures(ctx)),
    ...(await lapsed(ctx)),
  ];
}

async function unknownOutcomes(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'createdAt'])
    .where('status', 'in', [PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION])
    .where('kind', '<>', 'OFFLINE')
    .where('createdAt', '<', LONG_AGO)
    .execute();
  return rows.map(
    ({ id, createdAt }) => `outcome of payment ${id} is unknown since ${createdAt.toISOString()}`,
  );
}

async function unsentRefunds(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('RefundRow as r')
    .innerJoin('PaymentRow as p', 'p.id', 'r.paymentId')
    .select(['r.id', 'r.status'])
    .where('p.kind', '<>', 'OFFLINE')
    .where((eb) =>
      eb.or([
        eb('r.status', '=', 'FAILED').and('r.automatic', '=', true),
        eb('r.status', '=', 'PENDING').and('r.createdAt', '<', LONG_AGO),
      ]),
    )
    .execute();
  return rows.map(({ id, status }) => `refund ${id} is ${status}`);
}

async function unsentCaptures(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('CaptureRow')
    .select('id')
    .where('status', '=', 'PENDING')
    .where('createdAt', '<', LONG_AGO)
    .execute();
  return rows.map(({ id }) => `capture ${id} is PENDING`);
}

async function lapsed(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('PaymentRow')
    .select(['id', 'authorizationExpiresAt'])
    .where('status', '=', PaymentStatus.AUTHORIZED)
    .where('authorizationExpiresAt', '<', sql<Date>`now()`)
    .execute();
  return rows.map(
    ({ id, authorizationExpiresAt }) =>
      `payment ${id} is AUTHORIZED, its money was free again at ${authorizationExpiresAt!.toISOString()}`,
  );
}
