import type { Shop } from '../start-shop.js';

/** An invariant that spans the databases of several subgraphs (reliability.md, Invariants). */
export interface CrossCheck {
  id: string;
  title: string;
  /** Returns the violations, each one readable line. */
  run(shop: Shop): Promise<string[]>;
}
