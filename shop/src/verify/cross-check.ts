import type { Shop } from '../start-shop.js';

/** Where a check says what it finds and how far it is. */
export interface CheckReport {
  /** One violation of the invariant as a readable line. */
  found(id: string, violation: string): void;
  /** How far the check is, for the person who waits. */
  progress(text: string): void;
}

/**
 * Invariants that span the databases of several subgraphs (docs/invariants.md, Invariants) and are
 * checked in one walk. It reads page by page and holds no table in memory.
 */
export interface CrossCheck {
  invariants: readonly { id: string; title: string }[];
  run(shop: Shop, report: CheckReport): Promise<void>;
}
