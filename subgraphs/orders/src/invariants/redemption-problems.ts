import type { Ctx } from '@emporium/platform/context';
import { overRanges, type Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { isPlaced } from '../order/order-expressions.js';
import { OrderStatus } from '../order/order-status.js';
import { query } from '../tables.js';
import { overOrders, within } from './over-orders.js';

/** Where redemptions, their counters, limits and orders do not agree. */
export async function redemptionProblems(
  ctx: Ctx,
  progress?: (text: string) => void,
): Promise<string[]> {
  return [
    ...(await overRanges(lastCounter, counterProblems)(ctx, progress)),
    ...(await overOrders(orderProblems)(ctx, progress)),
  ];
}

async function lastCounter(ctx: Ctx, after: string, size: number): Promise<string | null> {
  const { last } = await query(ctx)
    .selectFrom((eb) =>
      eb
        .selectFrom('RedemptionCounter')
        .select('id')
        .where('id', '>', after)
        .orderBy('id')
        .limit(size)
        .as('p'),
    )
    .select((eb) => eb.fn.max('p.id').as('last'))
    .executeTakeFirstOrThrow();
  return last;
}

async function counterProblems(ctx: Ctx, { after, upTo }: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('RedemptionCounter')
    .where('id', '>', after)
    .where('id', '<=', upTo)
    .selectAll()
    .execute();
  const counted = await countRedemptions(ctx, rows);
  return rows.flatMap(({ id, used, most }) => [
    ...(used === (counted.get(id) ?? 0)
      ? []
      : [`${id} counts ${used}, redemptions are ${counted.get(id) ?? 0}`]),
    ...(used <= most ? [] : [`${id} was used ${used} times, at most ${most} were allowed`]),
  ]);
}

/** Redemptions that count, by the id of their counter. */
async function countRedemptions(
  ctx: Ctx,
  counters: readonly { id: string }[],
): Promise<Map<string, number>> {
  const of = (kind: string) =>
    counters.flatMap(({ id }) => (id.startsWith(`${kind}:`) ? [id.slice(kind.length + 1)] : []));
  const standing = query(ctx)
    .selectFrom('Redemption')
    .where('givenBackAt', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('count'));
  const [promotions, codes] = [of('promotion'), of('code')];
  const customers = of('customer').map((key) => key.split(/:(?=[^:]*$)/) as [string, string]);
  const rows = [
    ...(promotions.length > 0
      ? await standing
          .where('promotionId', 'in', promotions)
          .groupBy('promotionId')
          .select((eb) => sql<string>`'promotion:' || ${eb.ref('promotionId')}`.as('id'))
          .execute()
      : []),
    ...(codes.length > 0
      ? await standing
          .where('codeId', 'in', codes)
          .groupBy('codeId')
          .select((eb) => sql<string>`'code:' || ${eb.ref('codeId')}`.as('id'))
          .execute()
      : []),
    ...(customers.length > 0
      ? await standing
          .where(
            'promotionId',
            'in',
            customers.map(([promotion]) => promotion),
          )
          .where(
            'customerHash',
            'in',
            customers.map(([, hash]) => hash),
          )
          .groupBy(['promotionId', 'customerHash'])
          .select((eb) =>
            sql<string>`'customer:' || ${eb.ref('promotionId')} || ':' || ${eb.ref('customerHash')}`.as(
              'id',
            ),
          )
          .execute()
      : []),
  ];
  return new Map(rows.map(({ id, count }) => [id, Number(count)]));
}

/** A standing order has redeemed exactly its discounts, a cancelled one nothing. */
async function orderProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('OrderRow as o')
    .leftJoin('Redemption as r', (join) =>
      join.onRef('r.orderId', '=', 'o.id').on('r.givenBackAt', 'is', null),
    )
    .where(within(range))
    .groupBy('o.id')
    .select(['o.id', 'o.status', 'o.discounts'])
    .select((eb) => [eb.fn.count<number>('r.promotionId').as('redeemed'), isPlaced.as('isPlaced')])
    .execute();
  return rows.flatMap(({ id, status, discounts, redeemed, isPlaced: placed }) => {
    const due = placed && status !== OrderStatus.CANCELLED ? discounts.length : 0;
    return Number(redeemed) === due
      ? []
      : [`order ${id} is ${status} with ${redeemed} redemptions instead of ${due}`];
  });
}
