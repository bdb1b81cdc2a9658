import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { SearchServices } from '../context.js';
import { verifyIndex } from '../operation/verify-index.js';

/** I14: what can be found is what is on sale. */
export const indexEqualsCatalog: InvariantCheck<SearchServices> = {
  id: 'I14',
  title: 'the search index equals the active catalog',
  run: async (ctx) => (await verifyIndex(ctx)).differences,
};
