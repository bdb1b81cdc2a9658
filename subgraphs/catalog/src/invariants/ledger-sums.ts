import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { query } from '../tables.js';
import { MAX_PROBLEMS } from './problem.js';

const PAGE = 10_000;

interface Sums {
  onHand: number;
  reserved: number;
}

/**
 * I2: the sums of a variant's ledger are its stock, and every line's balance is the sum up to it.
 * One walk over the ledger in its own order with the sums of each variant at hand, so that a
 * variant that sells all the time is no harder than others.
 */
export const ledgerSums: InvariantCheck['run'] = async (ctx, progress) => {
  const sums = new Map<string, Sums>();
  const found: string[] = [];
  let lines = 0;
  for (let after = 0; ;) {
    const page = await movements(ctx, after);
    for (const { id, variantId, change, reservedChange, balanceAfter, reservedAfter } of page) {
      const before = sums.get(variantId) ?? { onHand: 0, reserved: 0 };
      const now = { onHand: before.onHand + change, reserved: before.reserved + reservedChange };
      sums.set(variantId, now);
      if (
        found.length < MAX_PROBLEMS &&
        (balanceAfter !== now.onHand || reservedAfter !== now.reserved)
      )
        found.push(
          `ledger line ${id} of variant ${variantId}: balance ${balanceAfter}/${reservedAfter}, sum ${now.onHand}/${now.reserved}`,
        );
    }
    progress?.(`${(lines += page.length)} lines of the ledger`);
    if (page.length < PAGE) break;
    after = page.at(-1)!.seq;
  }
  for (let after = ''; ;) {
    const page = await stocks(ctx, after);
    for (const { variantId, onHand, reserved } of page) {
      const sum = sums.get(variantId) ?? { onHand: 0, reserved: 0 };
      if (sum.onHand !== onHand || sum.reserved !== reserved)
        found.push(
          `variant ${variantId}: stock ${onHand}/${reserved}, ledger ${sum.onHand}/${sum.reserved}`,
        );
    }
    if (page.length < PAGE || found.length >= MAX_PROBLEMS) return found;
    after = page.at(-1)!.variantId;
  }
};

const movements = (ctx: Ctx, after: number) =>
  query(ctx)
    .selectFrom('StockMovement')
    .select(['id', 'seq', 'variantId', 'change', 'reservedChange', 'balanceAfter', 'reservedAfter'])
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(PAGE)
    .execute();

const stocks = (ctx: Ctx, after: string) =>
  query(ctx)
    .selectFrom('Stock')
    .select(['variantId', 'onHand', 'reserved'])
    .where('variantId', '>', after)
    .orderBy('variantId')
    .limit(PAGE)
    .execute();
