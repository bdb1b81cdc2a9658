import { checked } from '@emporium/graphql/checked';
import { optionalLine } from '@emporium/graphql/input/single-line';
import { Rejection } from '@emporium/graphql/rejection';
import { invalidInput } from '@emporium/graphql/user-errors';
import { vatNumberOf } from '@emporium/pricing/vat-number-of';
import { z } from 'zod';
import type { Ctx } from '../context.js';
import type { Delivery } from '../store/cart-store.js';
import { answer, type CartAnswer } from './answer.js';
import { cartNotFound } from './cart.errors.js';
import type { CartDeliveryUpdateArgs } from './cart.inputs.js';
import { findMeantCart, keyOf } from './find-cart.js';

const orNull = (value: string | null | undefined) => value || null;

/** What taxes and shipping look at of an address. */
export const destinationRules = z.object({
  country: z.string().length(2),
  region: optionalLine('The region', 100).transform(orNull),
  postalCode: optionalLine('The postal code', 20).transform(orNull),
});

const rules = z.object({
  destination: destinationRules.nullish(),
  shippingMethodId: z.string().max(100, 'This is no shipping method.').nullish().transform(orNull),
  vatNumber: z.string().nullish().transform(orNull),
});

/** Remembers where and how the goods are to be sent; replaces what was told before. The currency stays. */
export async function updateDelivery(ctx: Ctx, args: CartDeliveryUpdateArgs): Promise<CartAnswer> {
  const { destination = null, shippingMethodId, vatNumber } = checked(rules, args);
  const delivery: Delivery = {
    destination: destination ?? null,
    shippingMethodId,
    vatNumber: vatNumber === null ? null : checkedVatNumber(vatNumber, destination?.country),
  };
  const cart = await findMeantCart(ctx, args.cartId);
  if (!cart) throw new Rejection(cartNotFound());
  const { currency } = cart.delivery;
  const kept = { ...delivery, ...(currency === undefined ? {} : { currency }) };
  return answer(await ctx.services.carts.setDelivery(keyOf(ctx, cart), kept));
}

function checkedVatNumber(text: string, country: string | undefined): string {
  if (country === undefined)
    throw new Rejection(
      invalidInput('Tell the country, too: VAT numbers are checked by country.', ['destination']),
    );
  const check = vatNumberOf(text, country);
  if (check.number === null) throw new Rejection(invalidInput(check.message, ['vatNumber']));
  return check.number;
}
