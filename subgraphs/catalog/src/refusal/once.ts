import { idempotent } from '@emporium/db/idempotency';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { idempotencyKeyReused } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { checked } from './checked.js';
import { Refusal } from './refusal.js';

/** A call that may be repeated. */
export interface RepeatableCall {
  operation: string;
  key: string | null | undefined;
  /** The complete input; another one under the same key is refused. */
  request: unknown;
}

/**
 * Runs the effect in a transaction, once per caller and key; a repetition gets the stored result. Without a key it just runs. The result
 * must be JSON-safe. Throws a Refusal when the key was used with another input.
 */
export async function once<T>(ctx: Ctx, call: RepeatableCall, effect: () => Promise<T>): Promise<T> {
  if (call.key == null) return inTransaction(ctx, effect);
  const key = checked(idempotencyKey, call.key, ['idempotencyKey']);
  const scope = `${ctx.principal.kind}:${ctx.principal.sub ?? 'none'}`;
  const result = await idempotent(ctx.em, { scope, operation: call.operation, key, request: call.request }, effect);
  if (result.outcome === 'reused') throw new Refusal(idempotencyKeyReused());
  return result.response;
}
