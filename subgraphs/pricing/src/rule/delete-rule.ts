import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { lockRule } from './lock-rule.js';
import type { RuleNoun, RuleRow } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';
import { buryRules } from './write-rule.js';

/** Which rule to delete; without a version whatever it is now. */
export interface RuleDeletion {
  id: string;
  expectedVersion?: number | null;
}

/**
 * Deletes a rule; `first` says no or does what must happen before, in the same transaction. Throws
 * a Rejection.
 */
export async function deleteRule<K extends RuleKind>(
  ctx: Ctx,
  noun: Pick<RuleNoun<K, object>, 'kind' | 'label'>,
  { id, expectedVersion }: RuleDeletion,
  first?: (row: RuleRow<K>) => Promise<void>,
): Promise<void> {
  await inTransaction(ctx, async () => {
    const row = await lockRule(ctx, noun, id, { expectedVersion, path: ['id'] });
    await first?.(row);
    await buryRules(ctx, [row as RuleRow]);
  });
}
