import type { Ctx } from '@emporium/platform/context';
import { lockStock, moveStock } from '../stock/move-stock.js';
import { StockMovementType } from '../stock/stock-movement.entity.js';
import { type ExistingVariant, IMPORT_REASON } from './load-existing.js';
import type { ImportedVariant } from './imported-product.js';

/**
 * Corrects the first stock of a variant that nothing but an import has moved. Anything else
 * happened in the shop since the file was written, so the shop is right. Returns whether stock
 * changed.
 */
export async function importStock(
  ctx: Ctx,
  imported: ImportedVariant,
  existing: ExistingVariant,
): Promise<boolean> {
  if (imported.quantity === undefined || existing.moved || imported.quantity === existing.onHand)
    return false;
  const variantId = existing.variant.id;
  const locked = await lockStock(ctx, [variantId]);
  const stock = locked.get(variantId)!;
  const change = imported.quantity - stock.onHand;
  // An order may have come in since the product was read.
  if (stock.reserved > 0 || stock.onHand !== existing.onHand) return false;
  await moveStock(ctx, locked, [
    {
      variantId,
      type: StockMovementType.INITIAL_STOCK,
      change,
      reservedChange: 0,
      reason: IMPORT_REASON,
    },
  ]);
  return true;
}
