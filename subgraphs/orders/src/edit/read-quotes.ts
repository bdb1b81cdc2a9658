import { Rejection } from '@emporium/graphql/rejection';
import type { Ctx } from '@emporium/platform/context';
import { stockErrorOf, type ReservedLine, type StockError } from '../placing/reserve-stock.js';

/** Catalog's words and prices, by variant. */
export type Quotes = ReadonlyMap<string, ReservedLine>;

const LINE =
  'variantId quantity unitPrice { minor currency } productName variantName sku imageAssetId productId categoryIds taxCategory weightGrams';
const SOLD = `query OrdersSold($orderId: ID!) { _reservation(orderId: $orderId) { lines { ${LINE} } } }`;
const QUOTE = `query OrdersQuote($lines: [ReservationLine!]!) { _stockQuote(lines: $lines) { lines { ${LINE} }
  userErrors { ... on UserError { code message } ... on InsufficientStockError { variantId requested available } } } }`;

/** What catalog quoted when the units of an order were held. Throws SubgraphUnavailableError. */
export async function soldQuotes(ctx: Ctx, orderId: string, timeoutMs: number): Promise<Quotes> {
  const { _reservation: hold } = await ctx.call<{ _reservation: { lines: ReservedLine[] } | null }>(
    { to: 'catalog', query: SOLD, variables: { orderId }, timeoutMs },
  );
  return quotesOf(hold?.lines ?? []);
}

/**
 * What catalog would quote for units now; holds nothing. Throws a Rejection when it would not hold
 * them, and SubgraphUnavailableError.
 */
export async function quoteUnits(
  ctx: Ctx,
  lines: readonly { variantId: string; quantity: number }[],
  timeoutMs: number,
): Promise<Quotes> {
  if (lines.length === 0) return new Map();
  const { _stockQuote: answer } = await ctx.call<{
    _stockQuote: { lines: ReservedLine[] | null; userErrors: StockError[] };
  }>({ to: 'catalog', query: QUOTE, variables: { lines }, timeoutMs });
  if (answer.userErrors.length > 0)
    throw new Rejection(...answer.userErrors.map((error) => stockErrorOf(error, ['changes'])));
  return quotesOf(answer.lines ?? []);
}

/** Quotes by variant. */
export const quotesOf = (lines: readonly ReservedLine[]): Quotes =>
  new Map(lines.map((line) => [line.variantId, line]));
