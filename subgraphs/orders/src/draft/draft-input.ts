import { emailAddress } from '@emporium/graphql/input/email-address';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import { severalLines } from '@emporium/graphql/input/single-line';
import { z } from 'zod';

const text = (name: string, most: number) =>
  severalLines(name, most)
    .transform((value) => value.trim())
    .nullish();

const line = z
  .object({
    variantId: z.string().min(1).max(200, 'This is no variant.'),
    quantity: z.number().int().min(1, 'At least one unit.').max(100_000, 'Too many units.'),
    unitPrice: z
      .object({ minor: z.number().int().nonnegative('A price starts at 0.'), currency: z.string() })
      .nullish(),
    reason: text('The reason', 500),
  })
  .refine(
    ({ unitPrice, reason }) => unitPrice == null || !!reason,
    'Say why the price is another one.',
  );

/** What staff say of a draft. */
export const draftSchema = z
  .object({
    customerId: z.string().min(1).max(200, 'This is no user.').nullish(),
    guestEmail: emailAddress.nullish(),
    lines: z
      .array(line)
      .min(1, 'Name at least one variant.')
      .max(200, 'At most 200 lines.')
      .refine(
        (lines) => new Set(lines.map(({ variantId }) => variantId)).size === lines.length,
        'Name each variant once.',
      ),
    shippingAddress: postalAddress,
    billingAddress: postalAddress.nullish(),
    shippingMethodId: z.string().max(100, 'This is no shipping method.').nullish(),
    vatNumber: z.string().max(50, 'This is no VAT number.').nullish(),
    discountCodes: z
      .array(z.string().min(1).max(100, 'This is no code.'))
      .max(10, 'At most 10 codes.')
      .nullish(),
    note: text('The note', 2_000),
  })
  .refine(
    ({ customerId, guestEmail }) => (customerId == null) !== (guestEmail == null),
    'Name either a user or the e-mail address of a guest.',
  );

/** A checked draft. */
export type DraftInput = z.infer<typeof draftSchema>;
