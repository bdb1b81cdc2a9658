import type { Ctx } from './context.js';
import type { Pages } from './pages.js';

/** One row as its owner or a copy of it has it. */
export interface Copy {
  id: string;
  version: number;
  /** What else must be equal where both sides tell it, e.g. the units that can be ordered. */
  value?: number;
}

/** A row of a replica. */
export interface ReplicaCopy extends Copy {
  /** A tombstone, or nothing that would be missed: its owner need not have it any more. */
  ended?: boolean;
  /** A tombstone: the owner told that the row has ended for good. */
  buried?: boolean;
}

/**
 * State that other subgraphs copy from this one's events. After its database was set back to an
 * earlier moment the copies know later versions than the owner; then it tells its rows again at
 * versions above those, so that every copy, the log of the bus and consumers outside the shop
 * follow the same way as always, and nothing that is still on its way from before can win later.
 */
export interface OwnedState<S = unknown> extends Pages<S, Copy> {
  /** Plural noun, e.g. `products`. */
  name: string;
  /**
   * Tells these living rows again, each at a version above the given one. Rows that do not live are
   * left out.
   */
  publishAgain(ctx: Ctx<S>, floors: ReadonlyMap<string, number>): Promise<void>;
  /**
   * Ends these rows for good, at versions above the given ones: living ones that a copy knows as
   * ended, since an end cannot be taken back, and ended ones whose end a copy has not heard.
   * Returns the ids that it has never known and cannot end either: copies forget them.
   */
  endAgain(ctx: Ctx<S>, floors: ReadonlyMap<string, number>): Promise<string[]>;
}

/**
 * A copy of another subgraph's state; `page` and `find` have only living rows on the owner's side,
 * tombstones too on this one.
 */
export interface Replica<S = unknown> extends Pages<S, ReplicaCopy> {
  /** `<subgraph>.<name>` of the state it copies. */
  of: string;
  /** What it is called in reports, e.g. `products in cart`. */
  title: string;
  /** Whether the copy may keep rows that ended at the owner, because nobody reads them. */
  keepsEnded?: boolean;
  /** Forgets rows that the owner has never known. */
  forget?(ctx: Ctx<S>, ids: readonly string[]): Promise<void>;
}
