import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import type { RuleKind } from './rule.entity.js';

/** How many living rules there are of a kind, or of a promotion or group. */
export async function countRules(
  ctx: Ctx,
  where: { kind: RuleKind } | { parentId: string },
): Promise<number> {
  const { count } = await query(ctx)
    .selectFrom('Rule')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => eb.and(where))
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}
