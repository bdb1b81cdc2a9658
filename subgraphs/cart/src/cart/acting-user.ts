import type { Ctx } from '../context.js';

/** The user who acts: the caller, or the one on whose behalf a service calls. */
export function actingUser(ctx: Ctx): string | undefined {
  const principal = ctx.principal.kind === 'service' ? ctx.principal.onBehalf : ctx.principal;
  return principal?.kind === 'user' ? principal.sub : undefined;
}
