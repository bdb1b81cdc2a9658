import { dropLostFiles } from './drop-lost-files.js';
import { mendCustomers } from './mend-customers.js';
import { mendIndex } from './mend-index.js';
import { recoverLostPayments } from './recover-lost-payments.js';
import type { Repair } from './repair.js';
import { rewindGroups } from './rewind-groups.js';
import { settleOrders } from './settle-orders.js';
import { refreshCopies } from './refresh-copies.js';

/**
 * All repairs in their order: what the payment provider knows comes before events that would send
 * money back a second time, owners tell their copies after they have heard all events, orders are
 * settled on what is known then, and what that changed is told to copies, too: cart learns of orders
 * once they are settled.
 */
export const repairs: readonly Repair[] = [
  recoverLostPayments,
  rewindGroups,
  refreshCopies,
  settleOrders,
  mendCustomers,
  dropLostFiles,
  mendIndex,
];
