import { can, userId, type Principal } from '@emporium/auth/principal';
import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import type { Ctx } from '../context.js';

/**
 * What payments asks orders before it charges: the amount is always this one, never the client's.
 */
export interface OrderToPay {
  id: string;
  status: string;
  /** What all payments of the order come to. */
  total: { minor: number; currency: string };
  customer: { id: string } | null;
  expiresAt: string | null;
  /** Changes by staff after which something was to be paid again. */
  round: number;
}

const QUERY = `query PaymentsOrder($id: ID!) { _order(id: $id) { id status total: payable { minor currency } customer { id } expiresAt round: _paymentRound } }`;
const TIMEOUT_MS = 800;

/**
 * The order, when it is the caller's own; for staff who may change payments also one that staff made
 * dearer. Null looks the same whether it is missing or somebody else's. Throws SUBGRAPH_UNAVAILABLE.
 */
export async function orderToPay(ctx: Ctx, orderId: string): Promise<OrderToPay | null> {
  const { _order: order } = await ctx
    .call<{ _order: OrderToPay | null }>({
      to: 'orders',
      query: QUERY,
      variables: { id: orderId },
      timeoutMs: TIMEOUT_MS,
    })
    .catch((error: unknown) => {
      ctx.log.warn({ err: error, orderId }, 'orders does not answer');
      throw subgraphUnavailable();
    });
  return order &&
    (ownsPayable(ctx.principal, { orderId, userId: order.customer?.id ?? null }) ||
      (order.round > 0 && can(ctx.principal, 'update:payment')))
    ? order
    : null;
}

/** Whether an order belongs to the caller: its user, or the bearer of a guest order's token. */
export function ownsPayable(
  principal: Principal,
  payable: { orderId: string; userId: string | null },
): boolean {
  const id = userId(principal);
  return (
    (id !== undefined && id === payable.userId) ||
    (payable.userId === null && principal.guest?.orderId === payable.orderId)
  );
}
