import type { UserError } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { Refusal } from './refusal.js';
import { takenError } from './taken-errors.js';

/** Runs a change: what it returns and no errors, or the userErrors of its refusal and nothing changed. Other errors pass through. */
export async function asPayload<T extends object>(
  ctx: Pick<Ctx, 'memo'>,
  change: () => Promise<T>,
): Promise<Partial<T> & { userErrors: UserError[] }> {
  try {
    return { ...(await change()), userErrors: [] };
  } catch (error) {
    return { userErrors: refusedErrors(error) } as Partial<T> & { userErrors: UserError[] };
  } finally {
    // Loaders must not answer the next mutation of the same operation, or this payload, with what was before.
    ctx.memo.clear();
  }
}

/** The userErrors behind an error. Rethrows what is no expected failure. */
export function refusedErrors(error: unknown): UserError[] {
  if (error instanceof Refusal) return [...error.errors];
  const taken = takenError(error);
  if (taken) return [taken];
  throw error;
}
