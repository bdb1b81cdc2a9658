import { subgraphUnavailable } from '@emporium/graphql/app-errors';
import { invalidInput, notFound, type UserError } from '@emporium/graphql/user-errors';
import { multiply, sum } from '@emporium/money/money';
import { MoneyError } from '@emporium/money/money-error';
import type { Ctx } from '../context.js';
import { findVariants } from '../product/find-variants.js';
import type { StoredCart, StoredLine } from '../store/cart-store.js';
import { MAX_LINES, MAX_QUANTITY } from '../store/limits.js';
import type { CartLineInput } from './cart.inputs.js';
import { priceCart } from './price-cart.js';

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
 * Looks up what is to be added: unknown and inactive variants are NOT_FOUND. Throws
 * SUBGRAPH_UNAVAILABLE when catalog does not answer and the replica does not know a variant. `cart`
 * is asked about too, so that its prices for the answer come with the same call.
 */
export async function checkNewLines(
  ctx: Ctx,
  cart: StoredCart | undefined,
  input: readonly CartLineInput[],
): Promise<NewLines> {
  // Our ids have no other characters, and text with a NUL would be an error of the database.
  const wanted = input.map((line) => (/^[\w-]{1,64}$/.test(line.variantId) ? line.variantId : ''));
  const { variants, estimated } = await findVariants(
    ctx,
    [...wanted, ...(cart?.lines ?? []).map((line) => line.variantId)].filter(Boolean),
  );
  const errors: UserError[] = [];
  const lines = input.map((line, index): Omit<StoredLine, 'id'> | undefined => {
    const variant = variants.get(wanted[index]!);
    if (!variant && estimated && wanted[index] !== '') throw subgraphUnavailable();
    if (!variant?.isActive || variant.price.currency !== ctx.config.shopCurrency) {
      errors.push(
        notFound('There is no such product variant.', ['lines', String(index), 'variantId']),
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
  const currency = ctx.config.shopCurrency;
  try {
    const { lines } = await priceCart(ctx, cart);
    const amounts = [
      ...lines.map((line) => [line.catalogPrice, line.quantity] as const),
      ...added.map((line) => [line.priceWhenAdded, line.quantity] as const),
    ];
    const ours = amounts.filter(([price]) => price.currency === currency);
    sum(
      ours.map(([price, quantity]) => multiply(price, quantity)),
      currency,
    );
    return [];
  } catch (error) {
    if (error instanceof MoneyError)
      return [invalidInput('The total would be too large.', ['lines'])];
    throw error;
  }
}
