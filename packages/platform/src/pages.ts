import type { Ctx } from './context.js';

/**
 * Rows as pages by id, and by given ids: so two databases are compared without holding either in
 * memory.
 */
export interface Pages<S, C> {
  /** Rows behind `after`, in the order of their ids; fewer than `limit` = the last page. */
  page(ctx: Ctx<S>, after: string, limit: number): Promise<C[]>;
  /** Those that belong to the given ids. */
  find(ctx: Ctx<S>, ids: readonly string[]): Promise<C[]>;
}
