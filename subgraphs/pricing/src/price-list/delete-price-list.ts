import type { Ctx } from '@emporium/platform/context';
import { deleteRule, type RuleDeletion } from '../rule/delete-rule.js';
import { query } from '../tables.js';
import { priceList } from './price-list.noun.js';

/** Deletes a price list with its prices. Throws a Rejection. */
export async function deletePriceList(ctx: Ctx, deletion: RuleDeletion): Promise<void> {
  await deleteRule(ctx, priceList, deletion, async ({ id }) => {
    await query(ctx).deleteFrom('PriceListPrice').where('listId', '=', id).execute();
  });
}
