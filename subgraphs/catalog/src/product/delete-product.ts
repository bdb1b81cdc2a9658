import type { Ctx } from '@emporium/platform/context';
import { inTransaction } from '@emporium/platform/in-transaction';
import { sql } from 'kysely';
import { ProductDeleted } from '@emporium/catalog-events';
import { query } from '../tables.js';
import { changeProduct } from './change-product.js';

/**
 * Deletes a product. Its row and its variants stay, invisible, because the ledger and open
 * reservations point at them; SKU and slug are free again. The event tells the product as it was
 * last. Throws a Rejection when it is missing or at another version.
 */
export async function deleteProduct(
  ctx: Ctx,
  productId: string,
  expectedVersion?: number | null,
): Promise<void> {
  const deletedAt = sql<Date>`now()`;
  await inTransaction(ctx, async () => {
    await changeProduct(ctx, productId, { expectedVersion }, async () => undefined, ProductDeleted);
    await query(ctx)
      .updateTable('Product')
      .set({ deletedAt })
      .where('id', '=', productId)
      .execute();
    await query(ctx)
      .updateTable('ProductVariant')
      .set({ deletedAt })
      .where('productId', '=', productId)
      .where('deletedAt', 'is', null)
      .execute();
    await query(ctx).deleteFrom('ProductCategory').where('productId', '=', productId).execute();
    await query(ctx).deleteFrom('ProductImage').where('productId', '=', productId).execute();
  });
}
