import { can, userId } from '@emporium/auth/principal';
import { forbidden } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';

const JUST_PROVED = Symbol('the user who proved who they are in this request');

/**
 * Remembers that this request itself proved to come from the user (log-in, registration, refresh):
 * their payload shows them.
 */
export function markProved(ctx: Ctx, id: string): void {
  ctx.memo.set(JUST_PROVED, id);
}

/** Whether the user is the caller, by the token or by what this request itself proved. */
export function isSelf(ctx: Ctx, id: string): boolean {
  return userId(ctx.principal) === id || ctx.memo.get(JUST_PROVED) === id;
}

/**
 * Whether the caller may see the user and the personal data in it: oneself, or staff with
 * read:user, or a service.
 */
export function maySeeUser(ctx: Ctx, id: string): boolean {
  return isSelf(ctx, id) || can(ctx.principal, 'read:user');
}

/** The logged-in user's id. Throws FORBIDDEN for a service, which has no account. */
export function ownId(ctx: Ctx): string {
  const id = userId(ctx.principal);
  if (id === undefined) throw forbidden();
  return id;
}
