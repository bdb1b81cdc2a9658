import { z } from 'zod';
import { id } from '../product/text-rules.js';
import type { ReservationLine } from './reservation.type.js';

const MAX_LINES = 200;
const MAX_PER_LINE = 100_000;

/** Units that are wanted, as another subgraph names them. */
export const reservationLines = z
  .array(
    z.object({
      variantId: id,
      quantity: z
        .number()
        .int()
        .min(1, 'must be at least 1')
        .max(MAX_PER_LINE, `must be at most ${MAX_PER_LINE}`),
    }),
  )
  .min(1, 'must not be empty')
  .max(MAX_LINES, `must have at most ${MAX_LINES} entries`);

/** Lines of one variant are one hold; the order of ids is the order of the locks. */
export function sumByVariant(lines: readonly ReservationLine[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of lines)
    sums.set(line.variantId, (sums.get(line.variantId) ?? 0) + line.quantity);
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
