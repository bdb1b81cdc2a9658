import type { SubgraphRequest } from '@emporium/platform/subgraph-client';

/** What resolvers of the fakes get. */
export interface FakeContext {
  request: SubgraphRequest;
  cookies: string[];
}
