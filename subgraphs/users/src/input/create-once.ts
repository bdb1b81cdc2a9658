import { idempotent } from '@emporium/db/idempotency';
import { badUserInput } from '@emporium/graphql/app-errors';
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

/** Runs a create in a transaction, once per key of the same principal when a key is given. Throws BAD_USER_INPUT for an unusable key. */
export async function createOnce(ctx: UsersCtx, once: OnceRequest, effect: () => Promise<Created>): Promise<Created> {
  const { operation, key, request } = once;
  if (key == null) return inTransaction(ctx, effect);
  if (key.length < 1 || key.length > 200 || /\p{Cc}/u.test(key)) throw badUserInput('idempotencyKey must have 1 to 200 characters.');
  const scope = `${ctx.principal.kind}:${ctx.principal.sub}`;
  const result = await idempotent(ctx.em, { scope, operation, key, request }, effect);
  return result.outcome === 'reused' ? { userErrors: [idempotencyKeyReused()] } : result.response;
}
