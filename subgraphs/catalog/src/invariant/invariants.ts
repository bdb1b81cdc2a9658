import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { query } from '../tables.js';
import { ledgerPairs, ledgerSums } from './ledger.js';
import { eventsOfCategories, eventsOfProducts, eventsOfStock } from './events.js';
import { heldSums, overdueHolds, reservationLedger } from './holds.js';
import { MOST_PROBLEMS, problem } from './problem.js';

/** A check that is one query: each row it finds is one violation, told in its column `problem`. */
function check(id: string, title: string, violations: (ctx: Ctx) => Promise<{ problem: string }[]>): InvariantCheck {
  return { id, title, run: async (ctx) => (await violations(ctx)).map((row) => row.problem) };
}

const negativeStock = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Stock as s')
    .select((eb) => problem('variant %s has %s on hand and %s reserved', eb.ref('s.variantId'), eb.ref('s.onHand'), eb.ref('s.reserved')))
    .where((eb) => eb.or([eb('s.onHand', '<', 0), eb('s.reserved', '<', 0), eb('s.reserved', '>', eb.ref('s.onHand'))]))
    .limit(MOST_PROBLEMS)
    .execute();

/** Invariants of reliability.md that catalog can check by itself. */
export const INVARIANTS: InvariantCheck[] = [
  check('I1', 'no stock is negative or promised twice', negativeStock),
  check('I2', 'the ledger adds up to the stock', ledgerSums),
  check('I4', 'held pieces are those of the open holds', heldSums),
  check('I4', 'each line of a hold has its ledger lines, and only those', reservationLedger),
  check('I4', 'no hold outlives its order', overdueHolds),
  check('I9', 'pieces of an order leave once and come back at most once', ledgerPairs),
  check('I12', 'every version of a product was published once', eventsOfProducts),
  check('I12', 'every version of a category was published once', eventsOfCategories),
  check('I12', 'every change of availability was published once', eventsOfStock),
];
