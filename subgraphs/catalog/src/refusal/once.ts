import { idempotent } from '@emporium/db/idempotency';
import { idempotencyKeyReused } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { z } from 'zod';
import { text } from '../product/text-rules.js';
import { checked } from './checked.js';
import { Refusal } from './refusal.js';

const keyRule = z.object({ idempotencyKey: text(200) });

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
  const { idempotencyKey } = checked(keyRule, { idempotencyKey: call.key });
  const scope = `${ctx.principal.kind}:${ctx.principal.sub ?? 'none'}`;
  const result = await idempotent(ctx.em, { scope, operation: call.operation, key: idempotencyKey, request: call.request }, effect);
  if (result.outcome === 'reused') throw new Refusal(idempotencyKeyReused());
  return result.response;
}
