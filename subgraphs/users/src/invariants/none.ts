import type { InvariantCheck } from '@emporium/platform/define-subgraph';
import type { Ctx, UsersServices } from '../context.js';

/** Problems that one check tells at most. */
export const MAX_PROBLEMS = 20;

/** A check that lists ids which must not exist. */
export function none(
  id: string,
  title: string,
  problem: string,
  find: (ctx: Ctx) => Promise<{ id: string }[]>,
): InvariantCheck<UsersServices> {
  return { id, title, run: async (ctx) => (await find(ctx)).map((row) => `${row.id} ${problem}`) };
}
