import type { Ctx } from '@emporium/platform/context';
import type { RuleRow } from '../rule/rule-noun.js';
import { query } from '../tables.js';

const PAGE = 1_000;
/** Most violations that one check lists. */
export const MAX_PROBLEMS = 100;

/** All rules in pages by id, tombstones too; groups, which are not published, are left out. */
export async function* rulePages(ctx: Ctx): AsyncGenerator<RuleRow[]> {
  for (let after = ''; ;) {
    const rows = await query(ctx)
      .selectFrom('Rule')
      .selectAll()
      .where('id', '>', after)
      .where('kind', '<>', 'CUSTOMER_GROUP')
      .orderBy('id')
      .limit(PAGE)
      .execute();
    yield rows as unknown as RuleRow[];
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.id;
  }
}
