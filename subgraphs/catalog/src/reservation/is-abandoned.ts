import type { Ctx } from '@emporium/platform/context';

const ASK_TIMEOUT_MS = 2_000;

/** Whether orders knows nothing any more of what a hold is for: an order, or a change of one. */
export async function isAbandoned(ctx: Ctx, orderId: string): Promise<boolean> {
  const { _order, _orderEdit } = await ctx.call<{
    _order: { status: string } | null;
    _orderEdit: { status: string } | null;
  }>({
    to: 'orders',
    query:
      'query Order($id: ID!) { _order(id: $id) { id status } _orderEdit(editId: $id) { id status } }',
    variables: { id: orderId },
    timeoutMs: ASK_TIMEOUT_MS,
  });
  const standing = _order ?? _orderEdit;
  return !standing || standing.status === 'CANCELLED' || standing.status === 'REFUSED';
}
