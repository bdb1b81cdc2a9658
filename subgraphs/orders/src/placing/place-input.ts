import { parseInput } from '@emporium/graphql/parse-input';
import { z } from 'zod';

const line = (max: number) => z.string().trim().min(1, 'Fill this in.').max(max, `At most ${max} characters.`);
const optional = (max: number) => z.string().trim().max(max, `At most ${max} characters.`).nullish();

const address = z.object({
  name: line(200),
  company: optional(200),
  line1: line(200),
  line2: optional(200),
  city: line(100),
  region: optional(100),
  postalCode: line(20),
  country: z.string().length(2),
  phone: optional(40),
});

/** idempotencyKey of any mutation here. */
export const keySchema = z.string().min(1, 'Give a key.').max(200, 'At most 200 characters.');

const placeSchema = z.object({
  input: z.object({
    cartId: z.string().min(1, 'Give a cart.').max(200, 'This is no cart id.').nullish(),
    guestEmail: z.string().trim().max(254, 'At most 254 characters.').pipe(z.email('This is no e-mail address.')).nullish(),
    shippingAddress: address,
    billingAddress: address.nullish(),
    shippingMethodId: z.null('There is no shipping method to choose yet: leave it out.').optional(),
    expectedTotal: z.object({ minor: z.number().int().nonnegative('A total starts at 0.'), currency: z.string() }),
  }),
  idempotencyKey: keySchema,
});

/** A checked orderPlace call. */
export type PlaceInput = z.infer<typeof placeSchema>['input'];

/** Checks the arguments of orderPlace: the values, or one InvalidInputError per problem. */
export function parsePlaceArgs(args: unknown) {
  return parseInput(placeSchema, args);
}
