import { z } from 'zod';

/** Envelope of every event: CloudEvents 1.0 attribute names (docs/contract.md, Events). */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  /** Unique per event; consumers remember it to act once. */
  id: z.string().min(1),
  /** SCREAMING_SNAKE event type, e.g. `PRODUCT_UPDATED`. */
  type: z.string().min(1),
  /** `/emporium/<subgraph>`. */
  source: z.string(),
  /** Aggregate id; also the message key. */
  subject: z.string().min(1),
  /** RFC 3339 UTC. */
  time: z.string(),
  /** Version of the aggregate after the change; events of one key are compared by it. */
  aggregateversion: z.number().int().nonnegative(),
  /** Version of the data's schema; only compatible changes keep it. */
  schemaversion: z.number().int().positive(),
  traceparent: z.string().optional(),
  requestid: z.string().optional(),
  /** Who did it: a user id or the name of a service; missing for guests and in older events. */
  actor: z.string().optional(),
  /** For whom a service did it. */
  onbehalfof: z.string().optional(),
  data: z.unknown(),
});

/** An event as it travels; `data` is what the event definition's schema says. */
export type Envelope<T = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & { data: T };
