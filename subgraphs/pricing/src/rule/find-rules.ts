import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { isPossibleId } from './rule-fields.js';
import type { RuleNoun, RuleRow } from './rule-noun.js';
import type { RuleKind } from './rule.entity.js';

async function byId(ctx: Ctx, ids: readonly string[]): Promise<(RuleRow | null)[]> {
  const possible = ids.filter(isPossibleId);
  if (possible.length === 0) return ids.map(() => null);
  const rows = await query(ctx)
    .selectFrom('Rule')
    .selectAll()
    .where('id', 'in', possible)
    .where('deletedAt', 'is', null)
    .execute();
  return inKeyOrder(ids, rows as unknown as RuleRow[], ({ id }) => id);
}

/** The living rule of this kind as the API shows it; null when there is none. */
export async function findRule<K extends RuleKind, T extends object>(
  ctx: Ctx,
  noun: RuleNoun<K, T>,
  id: string,
): Promise<T | null> {
  const row = await batchByKey(ctx, byId).load(id);
  return row?.kind === noun.kind ? noun.toType(row as unknown as RuleRow<K>) : null;
}
