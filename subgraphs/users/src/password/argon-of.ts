import type { Ctx } from '../context.js';
import { clientNetwork } from '../audit/record-security-event.js';
import type { Argon } from './password-hasher.js';

/** The password operations for whoever sends this request: a user, else a network. */
export function argonOf(ctx: Ctx): Argon {
  return ctx.services.passwords.of(ctx.principal.sub ?? clientNetwork(ctx) ?? 'unknown');
}
