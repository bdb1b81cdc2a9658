import { userId } from '@emporium/auth/principal';
import { forbidden, subgraphUnavailable } from '@emporium/graphql/app-errors';
import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import { emailNotVerified } from '../order/order.errors.js';
import { askUser } from '../replica/ask-user.js';
import { claimOrders } from './claim-orders.js';

const USER_TIMEOUT_MS = 1_000;

/**
 * Gives the caller the guest orders placed with the caller's verified address, also those placed
 * after it was verified. A repeat finds none. Throws a Rejection for an address that is not
 * verified, and SUBGRAPH_UNAVAILABLE when users does not answer.
 */
export async function claimOwnOrders(ctx: Ctx): Promise<{ claimedOrders: number }> {
  const id = userId(ctx.principal);
  if (id === undefined) throw forbidden();
  const user = await askUser(ctx, id, USER_TIMEOUT_MS).catch((error: unknown) => {
    ctx.log.warn({ err: error, userId: id }, 'users does not answer');
    throw subgraphUnavailable('Accounts cannot be asked right now. Try again later.');
  });
  if (!user?.emailVerified) throw new Rejection(emailNotVerified('to claim orders'));
  return { claimedOrders: await claimOrders(ctx, id, user.email) };
}
