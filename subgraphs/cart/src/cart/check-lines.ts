import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { invalidInput, notFound, type UserError } from '@emporium/graphql/user-errors';
import { type Money, multiply, sum } from '@emporium/money/money';
import { MoneyError } from '@emporium/money/money-error';
import { findUnitPrice, regularPriceOf } from '@emporium/pricing/price-lists';
import { rulesInUse } from '@emporium/pricing-replica/rules-in-use';
import type { Ctx } from '../context.js';
import { actingUser } from './acting-user.js';
import { findVariants } from '../product/find-variants.js';
import type { StoredCart, StoredLine } from '../store/cart-store.js';
import { MAX_LINES, MAX_QUANTITY } from '../store/limits.js';
import type { CartLineInput } from './cart.inputs.js';
import { priceCart, priceRequest } from './price-cart.js';

/** Problems of quantities and list length; stock is no limit here. */
export function quantityErrors(
  lines: readonly { quantity: number }[],
  minLines: number,
): UserError[] {
  if (lines.length < minLines) return [invalidInput('Give at least one line.', ['lines'])];
  if (lines.length > MAX_LINES)
    return [invalidInput(`A cart has at most ${MAX_LINES} lines.`, ['lines'])];
  return lines.flatMap(({ quantity }, index) =>
    quantity >= 1 && quantity <= MAX_QUANTITY
      ? []
      : [
          invalidInput(`A quantity is from 1 to ${MAX_QUANTITY}.`, [
            'lines',
            String(index),
            'quantity',
          ]),
        ],
  );
}

type NewLines =
  { lines: Omit<StoredLine, 'id'>[]; errors?: never } | { lines?: never; errors: UserError[] };

/**
 * Looks up what is to be added: unknown and inactive variants are NOT_FOUND, those without a price
 * in the currency INVALID_INPUT. Throws
 * SUBGRAPH_UNAVAILABLE when catalog does not answer and the replica does not know a variant. `cart`
 * is asked about too, so that its prices for the answer come with the same call.
 */
export async function checkNewLines(
  ctx: Ctx,
  cart: StoredCart | undefined,
  input: readonly CartLineInput[],
  currency: string,
): Promise<NewLines> {
  // Our ids have no other characters, and text with a NUL would be an error of the database.
  const wanted = input.map((line) => (/^[\w-]{1,64}$/.test(line.variantId) ? line.variantId : ''));
  const { variants, estimated } = await findVariants(
    ctx,
    [...wanted, ...(cart?.lines ?? []).map((line) => line.variantId)].filter(Boolean),
  );
  const rules = await rulesInUse(ctx);
  const request = priceRequest(ctx, actingUser(ctx), currency);
  const errors: UserError[] = [];
  const lines = input.map((line, index): Omit<StoredLine, 'id'> | undefined => {
    const variant = variants.get(wanted[index]!);
    if (!variant && estimated && wanted[index] !== '') throw subgraphUnavailable();
    const path = ['lines', String(index), 'variantId'];
    if (!variant?.isActive) {
      errors.push(notFound('There is no such product variant.', path));
      return undefined;
    }
    const stated = { variantId: variant.id, unitPrice: variant.price };
    if (findUnitPrice(stated, line.quantity, request, rules) === undefined) {
      errors.push(
        invalidInput(`This is not sold in ${currency}: send another currency in x-currency.`, path),
      );
      return undefined;
    }
    return {
      variantId: variant.id,
      quantity: line.quantity,
      priceWhenAdded: variant.price,
      name: variant.productName,
      sku: variant.sku,
    };
  });
  return errors.length > 0 ? { errors } : { lines: lines.filter((line) => line !== undefined) };
}

/**
 * INVALID_INPUT when a cart of these lines would cost more than money can state (2^53-1 minor
 * units).
 */
export async function totalErrors(
  ctx: Ctx,
  cart: StoredCart,
  added: readonly Omit<StoredLine, 'id'>[],
): Promise<UserError[]> {
  try {
    const { lines, basket, rules } = await priceCart(ctx, cart);
    const { currency } = basket;
    // A price list may end: what everybody pays must fit, too.
    const costOf = (variantId: string, unitPrice: Money, quantity: number) => {
      const variant = { variantId, unitPrice };
      const now = findUnitPrice(variant, quantity, basket, rules) ?? 0;
      const minor = Math.max(now, regularPriceOf(variant, basket, rules) ?? 0);
      return multiply({ minor, currency }, quantity);
    };
    sum(
      [
        ...lines.map((line) => costOf(line.variantId, line.catalogPrice, line.quantity)),
        ...added.map((line) => costOf(line.variantId, line.priceWhenAdded, line.quantity)),
      ],
      currency,
    );
    return [];
  } catch (error) {
    if (error instanceof MoneyError)
      return [invalidInput('The total would be too large.', ['lines'])];
    throw error;
  }
}
