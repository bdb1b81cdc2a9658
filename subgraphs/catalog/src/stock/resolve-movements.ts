import { can } from '@emporium/auth/principal';
import { asEntity } from '@emporium/db/as-entity';
import { batchByKey, inKeyOrder } from '@emporium/graphql/batch-by-key';
import type { Ctx } from '@emporium/platform/context';
import { canExist } from '../product/text-rules.js';
import { query } from '../tables.js';
import { StockMovement } from './stock-movement.entity.js';

const byId = async (ctx: Ctx, ids: readonly string[]): Promise<(StockMovement | null)[]> => {
  const rows = await query(ctx)
    .selectFrom('StockMovement')
    .selectAll()
    .where('id', 'in', ids.filter(canExist))
    .execute();
  return inKeyOrder(
    ids,
    rows.map((row) => asEntity(StockMovement, row)),
    ({ id }) => id,
  );
};

/** Answers entity references of ledger lines by id; null for who may not read the stock. */
export async function resolveMovements(
  ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<(StockMovement | null)[]> {
  if (!can(ctx.principal, 'read:stock')) return references.map(() => null);
  return Promise.all(
    references.map((reference) => batchByKey(ctx, byId).load(String(reference['id']))),
  );
}
