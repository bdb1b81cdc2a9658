import {
  InsufficientStockError,
  invalidInput,
  notFound,
  type UserError,
  userError,
} from '@emporium/graphql/user-errors';
import type { Ctx } from '@emporium/platform/context';

/** A line as catalog holds it: its price and words are the authoritative ones. */
export interface ReservedLine {
  variantId: string;
  quantity: number;
  unitPrice: { minor: number; currency: string };
  productName: string;
  variantName: string;
  sku: string;
  imageAssetId: string | null;
  /** Null in a hold from before it was kept. */
  productId: string | null;
  categoryIds: string[];
  taxCategory: string | null;
  weightGrams: number | null;
}

/** Catalog's answer: held, refused with reasons, or a hold that has already ended. */
export type Reserved =
  | { outcome: 'held'; lines: ReservedLine[]; isScarce: boolean }
  | { outcome: 'refused'; errors: UserError[] }
  | { outcome: 'ended' };

/** An expected failure of catalog. */
export interface StockError {
  code: string;
  message: string;
  variantId?: string;
  requested?: number;
  available?: number;
}

interface Answer {
  _stockReserve: {
    reservation: { state: string; isScarce?: boolean | null; lines: ReservedLine[] } | null;
    userErrors: StockError[];
  };
}

const MUTATION = `mutation OrdersReserve($orderId: ID!, $lines: [ReservationLine!]!, $expiresAt: DateTime!) {
  _stockReserve(orderId: $orderId, lines: $lines, expiresAt: $expiresAt) {
    reservation { state isScarce lines { variantId quantity unitPrice { minor currency } productName variantName sku imageAssetId
      productId categoryIds taxCategory weightGrams } }
    userErrors { ... on UserError { code message } ... on InsufficientStockError { variantId requested available } } } }`;

/**
 * Asks catalog to hold all lines or none; the same order id always gives the same answer. Throws
 * SubgraphUnavailableError when there is no answer within `timeoutMs`: then nothing is known and
 * the same question must be asked again.
 */
export async function reserveStock(
  ctx: Ctx,
  order: { id: string; expiresAt: Date },
  lines: readonly { variantId: string; quantity: number }[],
  timeoutMs: number,
): Promise<Reserved> {
  const variables = {
    orderId: order.id,
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    expiresAt: order.expiresAt.toISOString(),
  };
  const { _stockReserve: answer } = await ctx.call<Answer>({
    to: 'catalog',
    query: MUTATION,
    variables,
    timeoutMs,
  });
  if (answer.userErrors.length > 0)
    return {
      outcome: 'refused',
      errors: answer.userErrors.map((error) => stockErrorOf(error, PATH)),
    };
  if (answer.reservation?.state !== 'HELD') return { outcome: 'ended' };
  return {
    outcome: 'held',
    lines: answer.reservation.lines,
    isScarce: answer.reservation.isScarce === true,
  };
}

const PATH = ['input', 'cartId'];

/** What catalog refuses, as a client of orders gets it. */
export function stockErrorOf(error: StockError, path: string[]): UserError {
  const { code, message, variantId, requested, available } = error;
  if (code === 'INSUFFICIENT_STOCK' && variantId !== undefined)
    return userError(InsufficientStockError, {
      message,
      path: path,
      variantId,
      requested: requested ?? 0,
      available: available ?? 0,
    });
  if (code === 'NOT_FOUND') return notFound('Something of it is not sold any more.', path);
  return invalidInput(message, path);
}
