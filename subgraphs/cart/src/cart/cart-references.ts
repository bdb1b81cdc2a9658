import type { Ctx } from '../context.js';
import { toCart, UserWithCart } from './cart.type.js';
import { findCart } from './find-cart.js';

/** Cart entities that the caller may open. */
export async function resolveCarts(
  ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<(object | null)[]> {
  const ids = [...new Set(references.map((reference) => String(reference['id'])))];
  const found = new Map(
    await Promise.all(ids.map(async (id) => [id, await findCart(ctx, id)] as const)),
  );
  return references.map((reference) => {
    const stored = found.get(String(reference['id']));
    return stored ? toCart(stored) : null;
  });
}

/** Any user may be named; what cart adds checks who asks. */
export async function resolveUsers(
  _ctx: Ctx,
  references: readonly Record<string, unknown>[],
): Promise<object[]> {
  return references.map((reference) =>
    Object.assign(new UserWithCart(), { id: String(reference['id']) }),
  );
}
