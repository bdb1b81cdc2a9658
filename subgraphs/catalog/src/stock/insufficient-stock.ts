import { InsufficientStockError, userError } from '@emporium/graphql/user-errors';

/** Too few units: names the variant and what could be had. */
export function insufficientStock(
  variantId: string,
  requested: number,
  available: number,
  path: string[],
): InsufficientStockError {
  const message = `Only ${available} units of ${variantId} are available, ${requested} were asked for; nothing was changed.`;
  return userError(InsufficientStockError, { message, path, variantId, requested, available });
}
