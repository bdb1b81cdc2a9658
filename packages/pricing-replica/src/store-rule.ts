import type { PricingRule } from '@emporium/pricing/rules';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from './rule-query.js';

/** A rule of which its owner told a change. */
export interface RuleChange {
  id: string;
  kind: string;
  version: number;
  isDeleted: boolean;
  rule: PricingRule | null;
}

/**
 * Stores a rule unless the replica has this version or a newer one; a deleted one stays as a
 * tombstone. One statement: the counter is locked before the row is written, so that who has seen a
 * count has seen every rule up to it.
 */
export async function storeRule(
  ctx: Pick<Ctx, 'em'>,
  { data: change }: { data: RuleChange },
): Promise<void> {
  const { id, kind, version, isDeleted } = change;
  const data = isDeleted ? null : JSON.stringify(change.rule);
  await query(ctx)
    .with('counted', (db) =>
      db
        .updateTable('PricingRuleState')
        .set((eb) => ({ changes: eb('changes', '+', 1) }))
        .where('id', '=', 1)
        .returning('changes'),
    )
    .insertInto('PricingRuleRow')
    .columns(['id', 'kind', 'version', 'isDeleted', 'data', 'change'])
    .expression((eb) =>
      eb
        .selectFrom('counted')
        .select([
          sql<string>`${id}::text`.as('id'),
          sql<string>`${kind}::text`.as('kind'),
          sql<number>`${version}::integer`.as('version'),
          sql<boolean>`${isDeleted}::boolean`.as('isDeleted'),
          sql<PricingRule | null>`${data}::jsonb`.as('data'),
          'counted.changes as change',
        ]),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          kind: eb.ref('excluded.kind'),
          version: eb.ref('excluded.version'),
          isDeleted: eb.ref('excluded.isDeleted'),
          data: eb.ref('excluded.data'),
          change: eb.ref('excluded.change'),
        }))
        .whereRef('PricingRuleRow.version', '<', 'excluded.version'),
    )
    .execute();
}
