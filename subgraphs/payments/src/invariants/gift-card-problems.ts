import { sql } from 'kysely';
import type { Ctx } from '../context.js';
import { query } from '../tables.js';

const PAGE = 1_000;

/** I28, page by page: balances against their ledgers, payments by card against the ledger. */
export async function giftCardProblems(ctx: Ctx): Promise<string[]> {
  const problems: string[] = [];
  for (let after = ''; ;) {
    const cards = await ledgers(ctx, after);
    for (const { id, balance, entryCount, sum, entries, lowest } of cards) {
      if (balance !== sum)
        problems.push(`gift card ${id} holds ${balance}, its ledger says ${sum}`);
      if (entryCount !== entries)
        problems.push(`gift card ${id} has ${entries} ledger rows of ${entryCount}`);
      if (balance < 0 || lowest < 0) problems.push(`gift card ${id} was below nothing`);
    }
    if (cards.length < PAGE) break;
    after = cards.at(-1)!.id;
  }
  return [...problems, ...(await unbooked(ctx))];
}

const ledgers = (ctx: Ctx, after: string) =>
  query(ctx)
    .selectFrom('GiftCardRow as g')
    .leftJoin('GiftCardEntry as e', 'e.giftCardId', 'g.id')
    .where('g.id', '>', after)
    .groupBy('g.id')
    .select((eb) => [
      'g.id',
      'g.balance',
      'g.entryCount',
      sql<number>`coalesce(sum(${eb.ref('e.amount')}), 0)::bigint`.as('sum'),
      sql<number>`count(${eb.ref('e.id')})::int`.as('entries'),
      sql<number>`coalesce(min(${eb.ref('e.balanceAfter')}), 0)::bigint`.as('lowest'),
    ])
    .orderBy('g.id')
    .limit(PAGE)
    .execute();

/** Payments by gift card without their ledger row, or with another amount. */
async function unbooked(ctx: Ctx): Promise<string[]> {
  const payments = await query(ctx)
    .selectFrom('PaymentRow as p')
    .leftJoin('GiftCardEntry as e', (join) =>
      join.onRef('e.paymentId', '=', 'p.id').on('e.kind', '=', 'REDEEMED'),
    )
    .select(['p.id', 'p.amount', 'e.amount as moved'])
    .where('p.kind', '=', 'GIFT_CARD')
    .where((eb) =>
      eb.or([
        eb('e.id', 'is', null),
        eb(eb('e.amount', '+', eb.ref('p.amount')), '<>', 0),
        eb('e.giftCardId', '<>', eb.ref('p.giftCardId')),
      ]),
    )
    .execute();
  const refunds = await query(ctx)
    .selectFrom('RefundRow as r')
    .innerJoin('PaymentRow as p', 'p.id', 'r.paymentId')
    .leftJoin('GiftCardEntry as e', (join) =>
      join.onRef('e.refundId', '=', 'r.id').on('e.kind', '=', 'REFUNDED'),
    )
    .select(['r.id', 'r.amount', 'e.amount as moved'])
    .where('p.kind', '=', 'GIFT_CARD')
    .where('r.status', '=', 'SUCCEEDED')
    .where((eb) => eb.or([eb('e.id', 'is', null), eb('e.amount', '<>', eb.ref('r.amount'))]))
    .execute();
  return [
    ...payments.map(
      ({ id, amount, moved }) => `payment ${id} took ${amount}, its card gave ${-(moved ?? 0)}`,
    ),
    ...refunds.map(
      ({ id, amount, moved }) => `refund ${id} is ${amount}, its card got ${moved ?? 0}`,
    ),
  ];
}
