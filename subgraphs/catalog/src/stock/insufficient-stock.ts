import { InsufficientStockError, userError } from '@emporium/graphql/user-errors';

/** Too few pieces: names the variant and what could be had. */
export function insufficientStock(variantId: string, requested: number, available: number, path: string[]): InsufficientStockError {
  const message = `Only ${available} pieces of ${variantId} are available, ${requested} were asked for; nothing was changed.`;
  return userError(InsufficientStockError, { message, path, variantId, requested, available });
}
