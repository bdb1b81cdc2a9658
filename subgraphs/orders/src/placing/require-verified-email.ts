import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import { settingsOf } from '@emporium/platform/config/settings';
import type { Ctx } from '@emporium/platform/context';
import { ordersConfig } from '../config.js';
import { emailNotVerified } from '../order/order.errors.js';
import { askUser } from '../replica/ask-user.js';

/** A buyer waits for it. */
const USER_TIMEOUT_MS = 500;

/**
 * Refuses an account whose address is not verified, where the shop asks for that. Users is asked
 * and not the replica: who has just opened the link must not be refused. Throws a Rejection, and
 * SUBGRAPH_UNAVAILABLE when users does not answer.
 */
export async function requireVerifiedEmail(ctx: Ctx, userId: string | null): Promise<void> {
  if (!userId || !settingsOf(ctx.config, ordersConfig).ORDER_REQUIRES_VERIFIED_EMAIL) return;
  const user = await askUser(ctx, userId, USER_TIMEOUT_MS).catch((error: unknown) => {
    ctx.log.warn({ err: error, userId }, 'users does not say whether an address is verified');
    throw subgraphUnavailable('Accounts cannot be asked right now. Try again later.');
  });
  if (!user?.emailVerified) throw new Rejection(emailNotVerified('before you order'));
}
