import type { CrossCheck } from './cross-check.js';
import { customersHaveOrdered } from './customers-have-ordered.js';
import { eventsAreHandled } from './events-are-handled.js';
import { nothingPersonalLeft } from './nothing-personal-left.js';
import { ordersAgreeWithHistory } from './orders-tell-one-story.js';
import { replicasEqualOwners } from './replicas-equal-owners.js';

/** All invariants between subgraphs; that the index of search equals catalog is search's own. */
export const crossChecks: readonly CrossCheck[] = [
  ordersAgreeWithHistory,
  replicasEqualOwners,
  customersHaveOrdered,
  nothingPersonalLeft,
  eventsAreHandled,
];
