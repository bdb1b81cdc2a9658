import type { Caller } from '../identity/caller.js';
import type { PreparedDocument } from '../document/prepare-document.js';
import type { SupergraphSnapshot } from '../supergraph/federation.js';

/** What travels with one operation through Apollo Server and the federation executor. */
export interface OperationContext {
  caller: Caller;
  prepared: PreparedDocument;
  /** The graph for which the document was prepared. */
  snapshot: SupergraphSnapshot;
  /** Instant (ms) until which fetches of a query may last. */
  deadlineAt: number;
  isMutation: boolean;
  /** Carries files: the root fetch waits as long as the client sends. */
  isUpload: boolean;
  /** Aborted when the client goes away; only queries listen to it. */
  signal?: AbortSignal;
  /**
   * What the answer really cost; undefined while, or when, nobody counts it. In an object, because
   * Apollo Server copies the context.
   */
  cost: { actual?: number };
  /** Set-Cookie values that the users subgraph asked for. */
  cookies: string[];
  /**
   * Paths (`search.nodes.@.product`) where a subgraph does not know an entity that another one
   * refers to.
   */
  missingEntities: Set<string>;
}
