import { optionalLine } from '@emporium/graphql/input/single-line';
import { z } from 'zod';

/** Carrier and tracking of a parcel; what is left out stays, null or an empty text removes. */
export const shipmentFields = {
  carrier: optionalLine('The carrier', 200),
  trackingNumber: optionalLine('The number', 200),
  trackingUrl: z
    .url({ protocol: /^https?$/, error: 'This is no web address.' })
    .max(2_000, 'The address must have at most 2000 characters.')
    .nullish(),
};
const shipmentSchema = z.object(shipmentFields);

/** How a parcel travels. */
export type Shipment = z.infer<typeof shipmentSchema>;
