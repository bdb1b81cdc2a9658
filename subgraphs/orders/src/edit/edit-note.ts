import type { OrderEditRow } from './order-edit.entity.js';
import type { EditPlan } from './plan-edit.js';
import type { Quotes } from './read-quotes.js';

const MAX_LENGTH = 2_000;

/** What the history says of a change: units, prices with their reasons, the difference. */
export function editNote(
  { changes, note }: Pick<OrderEditRow, 'changes' | 'note'>,
  { added, removed, lines }: EditPlan,
  quotes: Quotes,
  difference: number,
): string {
  const skuOf = (variantId: string) => quotes.get(variantId)?.sku ?? variantId;
  const prices = changes.flatMap(({ variantId, orderLineId, unitPrice, reason }) => {
    if (unitPrice === null) return [];
    const line = lines.find(({ before }) => before?.id === orderLineId);
    return [`${skuOf(variantId ?? line?.variantId ?? '')} at ${unitPrice}: ${reason}`];
  });
  return [
    ...added.map(({ variantId, quantity }) => `+${quantity} ${skuOf(variantId)}`),
    ...removed.map(({ variantId, quantity }) => `-${quantity} ${skuOf(variantId)}`),
    ...prices,
    `${difference > 0 ? '+' : ''}${difference}`,
    ...(note ? [note] : []),
  ]
    .join('; ')
    .slice(0, MAX_LENGTH);
}
