import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import { verifyIndex } from '../operation/verify-index.js';
import type { SearchServices } from '../search/search-services.js';

/** I14: what can be found is what is on sale. */
export const indexEqualsCatalog: InvariantCheck<SearchServices> = {
  id: 'I14',
  title: 'the search index equals the active catalog',
  run: async (ctx) => (await verifyIndex(ctx)).differences,
};
