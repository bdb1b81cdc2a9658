import type { Ctx } from '../context.js';

/** Nobody waits for it but the mail. */
const ORDER_TIMEOUT_MS = 2_000;
const QUERY = `query NotificationsOrder($id: ID!) { _order(id: $id) { contact { email } } }`;

/**
 * The e-mail address that was given with an order; null when there is none any more, because its
 * buyer was erased. Never call it in a transaction. Throws SubgraphUnavailableError when orders
 * does not answer.
 */
export async function askOrderAddress(ctx: Ctx, orderId: string): Promise<string | null> {
  const { _order: order } = await ctx.call<{
    _order: { contact: { email: string } | null } | null;
  }>({
    to: 'orders',
    query: QUERY,
    variables: { id: orderId },
    timeoutMs: ORDER_TIMEOUT_MS,
  });
  return order?.contact?.email ?? null;
}
