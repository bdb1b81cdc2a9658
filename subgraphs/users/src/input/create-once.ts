import { idempotent } from '@emporium/db/idempotency';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { parseInput } from '@emporium/graphql/parse-input';
import { idempotencyKeyReused, type UserError } from '@emporium/graphql/user-errors';
import { inTransaction } from '@emporium/platform/in-transaction';
import type { UsersCtx } from '../services.js';

/** Outcome of a create: the new object's id, or why there is none. JSON-safe, because it is stored under the key. */
export type Created = { id: string; userErrors?: never } | { id?: never; userErrors: UserError[] };

/** One optional idempotent call of the principal. `request` is stored as a hash: leave passwords out. */
export interface OnceRequest {
  operation: string;
  key?: string | null;
  request: unknown;
}

/** Runs a create in a transaction, once per key of the same principal when a key is given. */
export async function createOnce(ctx: UsersCtx, once: OnceRequest, effect: () => Promise<Created>): Promise<Created> {
  const { operation, key, request } = once;
  if (key == null) return inTransaction(ctx, effect);
  const { errors } = parseInput(idempotencyKey, key, ['idempotencyKey']);
  if (errors) return { userErrors: errors };
  const scope = `${ctx.principal.kind}:${ctx.principal.sub}`;
  const result = await idempotent(ctx.em, { scope, operation, key, request }, effect);
  return result.outcome === 'reused' ? { userErrors: [idempotencyKeyReused()] } : result.response;
}
