import type { Ctx } from '@emporium/platform/context';
import type { Range } from '@emporium/platform/in-ranges';
import { sql } from 'kysely';
import { isPlaced } from '../order/order-expressions.js';
import { query } from '../tables.js';
import { within } from './over-orders.js';

/** Where the amounts of an order do not add up. */
export async function totalProblems(ctx: Ctx, range: Range): Promise<string[]> {
  const rows = await read(ctx, range);
  return rows.flatMap((row) => {
    const { id, total, shipping, shippingMethod: method } = row;
    const { lines, priced, summed } = row;
    // Under reverse charge tax was taken out of the lines, not out of the price of one unit.
    const expected = row.isReverseCharge ? summed : priced;
    if (lines === 0 || total !== expected + shipping || total !== summed + shipping)
      return [`order ${id} has total ${total}, lines say ${expected}`];
    const sums: [string, number, number][] = [
      ['shipping', shipping, method?.total ?? shipping],
      ['discount', row.discount, row.lineDiscounts + (method?.discount ?? 0)],
      ['discount', row.discount, sum(row.discounts.map(({ amount }) => amount))],
      ['tax', row.tax, row.lineTaxes + (method?.tax ?? 0)],
      ['tax', row.tax, sum(row.taxLines.map(({ amount }) => amount))],
    ];
    return sums
      .filter(([, stated, parts]) => stated !== parts)
      .map(([name, stated, parts]) => `order ${id} has ${name} ${stated}, its parts say ${parts}`);
  });
}

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);

const read = (ctx: Ctx, range: Range) =>
  query(ctx)
    .selectFrom('OrderRow as o')
    .leftJoin('OrderLineRow as l', 'l.orderId', 'o.id')
    .where(within(range))
    .where(isPlaced)
    .groupBy('o.id')
    .select([
      'o.id',
      'o.total',
      'o.shipping',
      'o.discount',
      'o.tax',
      'o.isReverseCharge',
      'o.shippingMethod',
      'o.discounts',
      'o.taxLines',
    ])
    .select((eb) => [
      eb.fn.count<number>('l.id').as('lines'),
      sql<number>`coalesce(sum(${eb.ref('l.unitPrice')} * ${eb.ref('l.quantity')} - ${eb.ref('l.discount')}
        + case when ${eb.ref('o.pricesIncludeTax')} then 0 else ${eb.ref('l.tax')} end), 0)::bigint`.as(
        'priced',
      ),
      sql<number>`coalesce(sum(${eb.ref('l.total')}), 0)::bigint`.as('summed'),
      sql<number>`coalesce(sum(${eb.ref('l.discount')}), 0)::bigint`.as('lineDiscounts'),
      sql<number>`coalesce(sum(${eb.ref('l.tax')}), 0)::bigint`.as('lineTaxes'),
    ])
    .execute();
