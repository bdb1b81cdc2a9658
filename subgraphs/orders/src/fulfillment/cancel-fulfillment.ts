import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { addToLines } from '../order/add-to-lines.js';
import { query } from '../tables.js';
import { changeFulfillment } from './change-fulfillment.js';
import type { FulfillmentAnswer } from './fulfillment-answer.js';
import type { FulfillmentVersionArgs } from './fulfillment.inputs.js';

/** Calls a parcel off that was a mistake: its units are to be sent again, or to be cancelled. */
export async function cancelFulfillment(
  ctx: Ctx,
  { id, expectedVersion }: FulfillmentVersionArgs,
): Promise<FulfillmentAnswer> {
  return changeFulfillment(ctx, {
    id,
    expectedVersion,
    change: 'CANCELLED',
    apply: async ({ deliveredAt, lines }, order) => {
      if (deliveredAt)
        throw new Rejection(
          invalidInput('This parcel has arrived: have its units returned instead.', ['id']),
        );
      await query(ctx)
        .updateTable('Fulfillment')
        .set({ cancelledAt: sql<Date>`now()` })
        .where('id', '=', id)
        .execute();
      await addToLines(
        ctx,
        lines.map(({ orderLineId, quantity }) => ({ orderLineId, fulfilled: -quantity })),
      );
      await query(ctx)
        .updateTable('OrderRow')
        .set((eb) => ({ parcels: eb('parcels', '-', 1) }))
        .where('id', '=', order.id)
        .execute();
    },
  });
}
