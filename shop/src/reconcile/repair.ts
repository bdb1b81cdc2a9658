import type { Shop } from '../start-shop.js';

/** What the operator asks for. */
export interface ReconcileOptions {
  /** Otherwise it only says what it would do. */
  apply: boolean;
  /** The subgraph whose database was set back, and the moment it was set back to. */
  restored?: { subgraph: string; since: Date } | undefined;
}

/** Where a repair says what it finds and how far it is. */
export interface RepairReport {
  /** One thing that is wrong and, with `apply`, what was done about it. */
  found(text: string): void;
  /** Something that only a person can settle. */
  unsettled(text: string): void;
  progress(text: string): void;
}

/**
 * One kind of repair. Running it again, or after a crash in the middle, finds only what is left.
 */
export interface Repair {
  title: string;
  run(shop: Shop, options: ReconcileOptions, report: RepairReport): Promise<void>;
}
