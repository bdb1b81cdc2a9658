import type { OrderLineRow } from '../order/order-line.entity.js';

type Line = Pick<OrderLineRow, 'quantity' | 'total' | 'refundedQuantity' | 'refunded'>;

/**
 * What the next units of a line are worth: its total split over all its units by the largest
 * remainder, the first units having the larger parts, so that the shares of all units are the total
 * exactly. Never more than is left of the line.
 */
export function shareOfUnits(line: Line, units: number): number {
  const { quantity, total, refundedQuantity, refunded } = line;
  const base = Math.floor(total / quantity);
  const larger = total - base * quantity;
  const worthOfFirst = (count: number) => base * count + Math.min(count, larger);
  const share = worthOfFirst(refundedQuantity + units) - worthOfFirst(refundedQuantity);
  return Math.min(share, total - refunded);
}
