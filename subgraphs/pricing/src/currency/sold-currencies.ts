import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';

/** The currencies that can be bought in: the shop's own, then the others by their code. */
export async function soldCurrencies(ctx: Ctx): Promise<string[]> {
  const rows = await query(ctx)
    .selectFrom('Rule')
    .select('name')
    .where('kind', '=', 'CURRENCY')
    .where('isActive', '=', true)
    .where('deletedAt', 'is', null)
    .orderBy('name')
    .execute();
  return [...new Set([ctx.config.shopCurrency, ...rows.map(({ name }) => name)])];
}
