import type { Ctx } from '@emporium/platform/context';
import { query } from '../tables.js';
import { countersOf, type Use } from './counters.js';

/** A promotion whose limit is reached; `byCustomer`: this buyer has used it as often as allowed. */
export interface Exhausted {
  use: Use;
  byCustomer: boolean;
}

/**
 * Which of the uses would go beyond a limit by what is counted now. Only a first look: redeem
 * decides.
 */
export async function findExhausted(
  ctx: Ctx,
  uses: readonly Use[],
  customerHash: string | null,
): Promise<Exhausted[]> {
  const limited = countersOf(uses, customerHash).filter(({ most }) => most !== null);
  if (limited.length === 0) return [];
  const rows = await query(ctx)
    .selectFrom('RedemptionCounter')
    .select(['id', 'used'])
    .where(
      'id',
      'in',
      limited.map(({ id }) => id),
    )
    .execute();
  const used = new Map(rows.map((row) => [row.id, row.used]));
  return limited
    .filter(({ id, most }) => (used.get(id) ?? 0) >= most!)
    .map(({ use, customerHash: byCustomer }) => ({
      use: use as Use,
      byCustomer: byCustomer !== null,
    }));
}
