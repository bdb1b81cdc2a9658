import type { Ctx } from '@emporium/platform/context';
import { deleteRule, type RuleDeletion } from '../rule/delete-rule.js';
import type { RuleRow } from '../rule/rule-noun.js';
import { buryRules } from '../rule/write-rule.js';
import { query } from '../tables.js';
import { promotion } from './promotion.noun.js';

/** Deletes a promotion with its codes, which would open nothing. Throws a Rejection. */
export async function deletePromotion(ctx: Ctx, deletion: RuleDeletion): Promise<void> {
  await deleteRule(ctx, promotion, deletion, async ({ id }) => {
    const codes = await query(ctx)
      .selectFrom('Rule')
      .selectAll()
      .where('parentId', '=', id)
      .where('deletedAt', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute();
    await buryRules(ctx, codes as unknown as RuleRow[]);
  });
}
