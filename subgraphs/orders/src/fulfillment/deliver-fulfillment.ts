import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';
import { sql } from 'kysely';
import { query } from '../tables.js';
import { changeFulfillment } from './change-fulfillment.js';
import type { FulfillmentAnswer } from './fulfillment-answer.js';
import type { FulfillmentVersionArgs } from './fulfillment.inputs.js';

/** Notes that a parcel arrived; with the last one the order is DELIVERED. */
export async function deliverFulfillment(
  ctx: Ctx,
  { id, expectedVersion }: FulfillmentVersionArgs,
): Promise<FulfillmentAnswer> {
  return changeFulfillment(ctx, {
    id,
    expectedVersion,
    change: 'DELIVERED',
    apply: async ({ deliveredAt }) => {
      if (deliveredAt)
        throw new Rejection(invalidInput('This parcel has arrived already.', ['id']));
      await query(ctx)
        .updateTable('Fulfillment')
        .set({ deliveredAt: sql<Date>`now()` })
        .where('id', '=', id)
        .execute();
    },
  });
}
