import { compareCopies, ownedStates } from './compare-copies.js';
import type { CrossCheck } from './cross-check.js';

/** I15: replicas equal their owners, id by id and version by version. */
export const replicasEqualOwners: CrossCheck = {
  invariants: [{ id: 'I15', title: 'replicas equal their owners' }],
  async run(shop, { progress, found }) {
    for (const owned of ownedStates(shop)) {
      for await (const page of compareCopies(owned)) {
        progress(`${owned.owner.name}.${owned.state.name}: ${page.rows} rows`);
        for (const { text } of page.found) found('I15', text);
      }
    }
  },
};
