import type { Ctx } from '@emporium/platform/context';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { query } from '../tables.js';
import { ledgerPairs } from './ledger-pairs.js';
import { ledgerSums } from './ledger-sums.js';
import { eventsOfCategories, eventsOfProducts, eventsOfStock } from './events.js';
import { heldSums, overdueHolds, reservationLedger } from './holds.js';
import { overHolds, overLedgerOrders, overRows } from './over-rows.js';
import { returnedUnits } from './returned-units.js';
import { MAX_PROBLEMS, problem } from './problem.js';

/** A check that is one query: each row it finds is one violation, told in its column `problem`. */
function check(
  id: string,
  title: string,
  violations: (ctx: Ctx) => Promise<{ problem: string }[]>,
): InvariantCheck {
  return { id, title, run: async (ctx) => (await violations(ctx)).map((row) => row.problem) };
}

const negativeStock = (ctx: Ctx) =>
  query(ctx)
    .selectFrom('Stock as s')
    .select((eb) =>
      problem(
        'variant %s has %s on hand and %s reserved',
        eb.ref('s.variantId'),
        eb.ref('s.onHand'),
        eb.ref('s.reserved'),
      ),
    )
    .where((eb) =>
      eb.or([
        eb('s.onHand', '<', 0),
        eb('s.reserved', '<', 0),
        eb('s.reserved', '>', eb.ref('s.onHand')),
      ]),
    )
    .limit(MAX_PROBLEMS)
    .execute();

/** Invariants of docs/invariants.md that catalog can check by itself. */
export const catalogInvariants: InvariantCheck[] = [
  check('I1', 'no stock is negative or promised twice', negativeStock),
  { id: 'I2', title: 'the ledger adds up to the stock', run: ledgerSums },
  check('I4', 'held units are those of the open holds', heldSums),
  {
    id: 'I4',
    title: 'each line of a hold has its ledger lines, and only those',
    run: overRows(overHolds, reservationLedger),
  },
  check('I4', 'no hold outlives its order', overdueHolds),
  {
    id: 'I9',
    title: 'units of an order leave once and come back at most once',
    run: overRows(overLedgerOrders, ledgerPairs),
  },
  {
    id: 'I9',
    title: 'never more units of an order come back than it had',
    run: overRows(overHolds, returnedUnits),
  },
  { id: 'I12', title: 'every version of a product was published once', run: eventsOfProducts },
  { id: 'I12', title: 'every version of a category was published once', run: eventsOfCategories },
  { id: 'I12', title: 'every change of availability was published once', run: eventsOfStock },
];
