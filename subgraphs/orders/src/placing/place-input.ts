import { emailAddress } from '@emporium/graphql/input/email-address';
import { idempotencyKey } from '@emporium/graphql/input/idempotency-key';
import { postalAddress } from '@emporium/graphql/input/postal-address';
import { z } from 'zod';

/** The arguments of orderPlace. */
export const placeSchema = z.object({
  input: z.object({
    cartId: z.string().min(1, 'Give a cart.').max(200, 'This is no cart id.').nullish(),
    guestEmail: emailAddress.nullish(),
    shippingAddress: postalAddress,
    billingAddress: postalAddress.nullish(),
    shippingMethodId: z.string().max(100, 'This is no shipping method.').nullish(),
    vatNumber: z.string().nullish(),
    expectedTotal: z.object({
      minor: z.number().int().nonnegative('A total starts at 0.'),
      currency: z.string(),
    }),
  }),
  idempotencyKey,
});

/** A checked orderPlace call. */
export type PlaceInput = z.infer<typeof placeSchema>['input'];
