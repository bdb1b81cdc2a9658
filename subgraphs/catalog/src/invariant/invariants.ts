import { sqlRows } from '@emporium/db/sql';
import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { ledgerPairs, ledgerSums } from './ledger.js';
import { eventsOfCategories, eventsOfProducts, eventsOfStock } from './events.js';
import { heldSums, overdueHolds, reservationLedger } from './holds.js';

/** A check that is one query: each row it finds is one violation, told in its column `problem`. */
function check(id: string, title: string, query: string): InvariantCheck {
  return { id, title, run: async (ctx) => (await sqlRows<{ problem: string }>(ctx.em, query)).map((row) => row.problem) };
}

const NEGATIVE = `select format('variant %s has %s on hand and %s reserved', variant_id, on_hand, reserved) as problem
  from catalog.stock where on_hand < 0 or reserved < 0 or reserved > on_hand limit 100`;

/** Invariants of reliability.md that catalog can check by itself. */
export const INVARIANTS: InvariantCheck[] = [
  check('I1', 'no stock is negative or promised twice', NEGATIVE),
  check('I2', 'the ledger adds up to the stock', ledgerSums),
  check('I4', 'held pieces are those of the open holds', heldSums),
  check('I4', 'each line of a hold has its ledger lines, and only those', reservationLedger),
  check('I4', 'no hold outlives its order', overdueHolds),
  check('I9', 'pieces of an order leave once and come back at most once', ledgerPairs),
  check('I12', 'every version of a product was published once', eventsOfProducts),
  check('I12', 'every version of a category was published once', eventsOfCategories),
  check('I12', 'every change of availability was published once', eventsOfStock),
];
