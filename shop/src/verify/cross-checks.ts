import type { CrossCheck } from './cross-check.js';
import { eventsAreHandled } from './events-are-handled.js';
import { indexEqualsCatalog } from './index-equals-catalog.js';
import { nothingPersonalLeft } from './nothing-personal-left.js';
import { ordersAndLedger } from './orders-and-ledger.js';
import { paymentsAndOrders } from './payments-and-orders.js';
import { replicasEqualOwners } from './replicas-equal-owners.js';
import { unitsAreConserved } from './units-are-conserved.js';

/** All invariants between subgraphs. */
export const crossChecks: readonly CrossCheck[] = [
  unitsAreConserved,
  paymentsAndOrders,
  ordersAndLedger,
  indexEqualsCatalog,
  replicasEqualOwners,
  nothingPersonalLeft,
  eventsAreHandled,
];
