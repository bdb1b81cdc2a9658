import { idempotent } from '@emporium/db/idempotency';
import { checked } from '@emporium/graphql/checked';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { Rejection } from '@emporium/graphql/rejection';
import { idempotencyKeyReused } from '@emporium/graphql/user-errors';
import type { Ctx } from './context.js';
import { inTransaction } from './in-transaction.js';

/** A call that may be repeated. */
export interface RepeatableCall {
  operation: string;
  /** As the client sent it; without one each call counts. */
  key: string | null | undefined;
  /**
   * The complete input; another one under the same key is rejected. Leave secrets out: a hash of it
   * is stored.
   */
  request: unknown;
  /**
   * Whose keys they are, so that keys of different callers never meet; default: those of the
   * principal.
   */
  scope?: string;
}

/**
 * Runs the effect in a transaction, once per caller and key; a repetition gets the stored result.
 * The result must be JSON-safe. When the effect throws, nothing is stored and the key stays free.
 * Throws a Rejection for a bad key and for one that was used with another input.
 */
export async function once<T>(
  ctx: Ctx,
  { operation, key, request, scope }: RepeatableCall,
  effect: () => Promise<T>,
): Promise<T> {
  if (key == null) return inTransaction(ctx, effect);
  const call = {
    scope: scope ?? `${ctx.principal.kind}:${ctx.principal.sub ?? 'none'}`,
    operation,
    key: checked(idempotencyKey, key, ['idempotencyKey']),
    request,
  };
  const result = await idempotent(ctx.em, call, effect);
  if (result.outcome === 'reused') throw new Rejection(idempotencyKeyReused());
  return result.response;
}
