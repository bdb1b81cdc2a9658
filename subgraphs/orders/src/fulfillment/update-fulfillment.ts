import { checked } from '@emporium/graphql/checked';
import type { Ctx } from '@emporium/platform/context';
import { z } from 'zod';
import { query } from '../tables.js';
import { changeFulfillment } from './change-fulfillment.js';
import type { FulfillmentAnswer } from './fulfillment-answer.js';
import type { FulfillmentUpdateArgs } from './fulfillment.inputs.js';
import { shipmentFields } from './shipment.js';

const argsSchema = z.object({ id: z.string(), expectedVersion: z.number(), ...shipmentFields });

/** Corrects carrier and tracking of a parcel; what is left out stays. */
export async function updateFulfillment(
  ctx: Ctx,
  args: FulfillmentUpdateArgs,
): Promise<FulfillmentAnswer> {
  const { id, expectedVersion, ...shipment } = checked(argsSchema, args);
  return changeFulfillment(ctx, {
    id,
    expectedVersion,
    change: 'UPDATED',
    apply: async ({ carrier, trackingNumber, trackingUrl }) => {
      const kept = { carrier, trackingNumber, trackingUrl };
      const given = Object.entries(shipment).filter(([, value]) => value !== undefined);
      await query(ctx)
        .updateTable('Fulfillment')
        .set({ ...kept, ...Object.fromEntries(given) })
        .where('id', '=', id)
        .execute();
    },
  });
}
