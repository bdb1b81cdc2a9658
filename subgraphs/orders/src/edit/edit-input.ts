import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { severalLines } from '@emporium/graphql/input/single-line';
import { z } from 'zod';

const text = (name: string) =>
  severalLines(name, 500)
    .transform((value) => value.trim())
    .nullish();
const amount = z.object({
  minor: z.number().int().nonnegative('An amount starts at 0.'),
  currency: z.string(),
});

const change = z
  .object({
    variantId: z.string().min(1).max(200, 'This is no variant.').nullish(),
    orderLineId: z.string().min(1).max(200, 'This is no order line.').nullish(),
    quantity: z
      .number()
      .int()
      .min(0, 'A quantity starts at 0.')
      .max(100_000, 'Too many units.')
      .nullish(),
    unitPrice: amount.nullish(),
    reason: text('The reason'),
  })
  .refine(
    ({ variantId, orderLineId }) => (variantId == null) !== (orderLineId == null),
    'Name either a variant to add or a line to change.',
  )
  .refine(
    ({ unitPrice, reason }) => unitPrice == null || !!reason,
    'Say why the price is another one.',
  )
  .refine(
    ({ quantity, unitPrice }) => quantity != null || unitPrice != null,
    'Say how many units there shall be, or what one costs.',
  );

/** A checked change. */
export type ChangeInput = z.infer<typeof change>;

export const previewSchema = z.object({
  orderId: z.string(),
  changes: z
    .array(change)
    .min(1, 'Name at least one change.')
    .max(100, 'At most 100 changes at once.'),
});

export const editSchema = previewSchema.extend({
  note: text('The note'),
  expectedVersion: z.number().int(),
  expectedTotal: amount.nullish(),
  idempotencyKey,
});
